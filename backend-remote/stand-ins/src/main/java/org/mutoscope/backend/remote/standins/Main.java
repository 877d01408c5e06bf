package org.mutoscope.backend.remote.standins;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The command: runs stand-ins and prints where they answer. What goes wrong is said to them by HTTP. */
public final class Main {
    private Main() {}

    /** @param arguments {@code NAME} or {@code NAME=PORT}, as many as wanted */
    public static void main(String[] arguments) throws InterruptedException {
        List<StandIn> running = new ArrayList<>();
        try {
            for (String argument : arguments) {
                String[] sides = argument.split("=", 2);
                StandIn standIn = StandIn.start(sides[0], sides.length == 2 ? Integer.parseInt(sides[1]) : 0);
                running.add(standIn);
                System.out.println(sides[0] + " " + standIn.url());
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            running.clear();
        }
        if (running.isEmpty()) {
            System.err.println("usage: NAME[=PORT]...   NAME is one of " + String.join(", ", Services.NAMES));
            System.exit(64);
        }
        System.out.println("key " + StandIn.KEY);
        new CountDownLatch(1).await(); // until the process is ended
    }
}
