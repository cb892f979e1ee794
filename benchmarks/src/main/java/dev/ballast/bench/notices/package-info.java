/** {@code ./bench notices}: how soon after a notice the first call is made, by the loop as it runs, over the wire. */
package dev.ballast.bench.notices;
