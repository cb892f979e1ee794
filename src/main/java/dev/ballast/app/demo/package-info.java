/** The whole story on the local cloud, and a witness that watches the world itself. */
package dev.ballast.app.demo;
