/** Changes the world, and makes no choice: order, tokens, retries, fencing. The port out is here. */
package dev.ballast.act;
