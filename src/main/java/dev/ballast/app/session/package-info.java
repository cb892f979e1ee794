/** One command's work on one cluster: the ports wired to AWS or a local cloud, the journal, the loop in the foreground. */
package dev.ballast.app.session;
