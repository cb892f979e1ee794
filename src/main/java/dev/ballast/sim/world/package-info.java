/**
 * The local cloud's world: state x request x time -> state x answer. It knows no clock, thread, file, socket or random
 * source of its own: time comes as a parameter, draws come from streams named after what they are for. One writer may change it in
 * place. It never imports decide: a world that shares the planner's beliefs cannot contradict it.
 */
package dev.ballast.sim.world;
