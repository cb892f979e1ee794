/** The command line. Standard output is the answer, standard error is progress; {@code -o json} everywhere. */
package dev.ballast.app.cli;
