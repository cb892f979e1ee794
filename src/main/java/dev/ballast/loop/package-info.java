/** The only loop: observe, decide, act, record, sleep until the next wake or a signal. */
package dev.ballast.loop;
