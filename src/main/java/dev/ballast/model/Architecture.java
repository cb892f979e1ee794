package dev.ballast.model;

/** Processor architecture, in EC2's words. A task's runtimePlatform makes it a hard limit on hosts. */
public enum Architecture {
    X86_64("x86_64"),
    ARM64("arm64");

    private final String ec2Name;

    Architecture(String ec2Name) {
        this.ec2Name = ec2Name;
    }

    public String ec2Name() {
        return ec2Name;
    }

    /** @throws IllegalArgumentException for a word that neither EC2 nor ECS uses */
    public static Architecture of(String name) {
        return switch (name) {
            case "x86_64", "X86_64", "amd64" -> X86_64;
            case "arm64", "ARM64", "aarch64" -> ARM64;
            default ->
                throw new IllegalArgumentException("unknown architecture '" + name + "', expected x86_64 or arm64");
        };
    }
}
