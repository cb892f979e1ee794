/** The backtest as a page of its own: tables and plots in one file that needs no other and no script. */
package dev.ballast.app.view.page;
