package dev.ballast.app.cli;

/** Where the program starts. */
public final class Main {
    private Main() {}

    public static void main(String... arguments) {
        System.out.println("Usage: ballast COMMAND [OPTIONS]");
        System.out.println("Runs an AWS ECS cluster on EC2 Spot capacity as if it were on demand.");
    }
}
