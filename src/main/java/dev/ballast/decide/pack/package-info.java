/** Whether tasks fit on hosts: in every dimension, whole tasks on whole hosts. Sums of capacity are not enough. */
package dev.ballast.decide.pack;
