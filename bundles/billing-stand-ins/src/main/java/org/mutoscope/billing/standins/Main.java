package org.mutoscope.billing.standins;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The command: runs a stand-in and prints the configuration that believes it. What it sells is said to it by HTTP. */
public final class Main {
    private static final String USAGE =
            "usage: stripe|googleplay [port=PORT] [notify=http://127.0.0.1:8484/api/v1/billing/stripe|googleplay/notices]";

    private Main() {}

    /** @param arguments whose place is taken, then {@code name=value} */
    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> options = new HashMap<>();
        for (String argument : arguments) {
            String[] sides = argument.split("=", 2);
            options.put(sides[0], sides.length == 2 ? sides[1] : "");
        }
        if (arguments.length == 0 || !arguments[0].matches("stripe|googleplay")) {
            System.err.println(USAGE);
            System.exit(64);
        }
        if (arguments[0].equals("stripe")) {
            stripe(options);
        } else {
            google(options);
        }
        new CountDownLatch(1).await(); // until the process is ended
    }

    private static void stripe(Map<String, String> options) {
        StripeStandIn standIn = new StripeStandIn(Integer.parseInt(options.getOrDefault("port", "8498")));
        if (options.containsKey("notify")) {
            standIn.deliver(URI.create(options.get("notify")));
        }
        System.out.println("# conf/org.mutoscope.billing.stripe.cfg\nserver=" + standIn.url() + "\nkey="
                + StripeStandIn.KEY
                + "\nwebhook.secrets=" + StripeStandIn.SECRET + "\ntest.key=" + StripeStandIn.TEST_KEY
                + "\ntest.webhook.secrets=" + StripeStandIn.TEST_SECRET
                + "\n# curl '" + standIn.url() + "/stand-in/buy?product=prod_paper&amount=400&account=BILLING-UUID'");
    }

    private static void google(Map<String, String> options) {
        GoogleStandIn standIn = new GoogleStandIn(Integer.parseInt(options.getOrDefault("port", "8497")));
        if (options.containsKey("notify")) {
            standIn.deliver(URI.create(options.get("notify")));
        }
        System.out.println("# conf/org.mutoscope.billing.googleplay.cfg\nserver=" + standIn.url() + "\npackage.name="
                + GoogleStandIn.APP
                + "\npush.audience=" + GoogleStandIn.AUDIENCE + "\npush.email=" + GoogleStandIn.PUSHER
                + "\nservice.account=${file:KEY.json}\n# KEY.json:\n" + standIn.serviceAccount()
                + "\n# curl '" + standIn.url() + "/stand-in/buy?product=pack100&account=BILLING-UUID'");
    }
}
