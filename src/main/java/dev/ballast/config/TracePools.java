package dev.ballast.config;

/** Which pools a recording may be of. */
public enum TracePools {
    /** Types that its catalogue has, in AWS's zones. */
    OF_THE_LOCAL_CLOUD,
    /** Any that have a name, another cloud's too: a replay needs to know no more of them. */
    ANY
}
