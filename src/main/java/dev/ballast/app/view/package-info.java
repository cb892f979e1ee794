/** What people and programs are shown: sums, words, tables. */
package dev.ballast.app.view;
