/** What goes wrong without anybody saying so: boots that never join, agents that fall silent, what is left behind. */
package dev.ballast.decide.upkeep;
