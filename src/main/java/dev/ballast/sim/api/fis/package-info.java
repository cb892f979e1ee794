/** AWS Fault Injection Service: experiments that interrupt spot instances. */
package dev.ballast.sim.api.fis;
