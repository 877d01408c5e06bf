package org.mutoscope.jobs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Who is next. Plans share the backends by their weights; in a plan accounts take turns; inside an account the oldest job that can be placed goes
 * first, so that a job whose model is absent does not block the ones behind it. Parked jobs count but do not come up until they are woken. Safe
 * for use by several threads.
 *
 * <p>Shares go by strides (Waldspurger and Weihl, 1995): each job that is taken moves its plan on by {@code STRIDE / weight}, and the plan that
 * is least far goes first. A plan that had nothing to do begins where the others are: nobody saves up turns.
 */
final class FairQueue {
    private static final long STRIDE = 1_000_000_000L;

    /** A plan's accounts, in the order of their turns, each with its lanes by need; in each lane by order. */
    private static final class Rank {
        final Map<String, Map<Need, TreeMap<Long, Queued>>> accounts = new LinkedHashMap<>();
        long pass;
    }

    private final Map<String, Rank> classes = new LinkedHashMap<>();
    private final Map<String, Queued> all = new HashMap<>();
    private final Map<String, Integer> perAccount = new HashMap<>();
    private final Set<String> parked = new HashSet<>();
    private final Announced announced = new Announced();
    private final ToIntFunction<String> weight;
    private long orders;
    private long passed;

    /** Plans with equal shares. */
    FairQueue() {
        this(plan -> 1);
    }

    /** @param weight of a plan, at least 1; asked anew at each turn */
    FairQueue(ToIntFunction<String> weight) {
        this.weight = weight;
    }

    /** Next place in line. */
    synchronized long order() {
        return ++orders;
    }

    /** Keeps a place for a job whose transaction is open, so that those beside it do not take the same one. @return false if there is none */
    synchronized boolean announce(String jobId, int bound) {
        return announced.take(jobId, bound - all.size());
    }

    /** Adds a job or, if it is there, does nothing. */
    synchronized void add(Queued job) {
        announced.drop(job.jobId());
        if (enter(job)) {
            line(job).put(job.order(), job);
        }
    }

    /** Adds a job that rests until {@link #wake}. */
    synchronized void park(Queued job) {
        if (enter(job)) {
            parked.add(job.jobId());
        }
    }

    /** Lets a parked job take part again, with another need if it changed meanwhile. */
    synchronized void wake(String jobId, Need need) {
        if (parked.remove(jobId)) {
            Queued job = all.get(jobId).with(need);
            all.put(jobId, job);
            line(job).put(job.order(), job);
        }
    }

    /** Changes what a job needs, parked or not. */
    synchronized void change(String jobId, Need need) {
        Queued job = all.get(jobId);
        if (job == null || job.need().equals(need)) {
            return;
        }
        boolean rests = parked.contains(jobId);
        remove(jobId);
        if (rests) {
            park(job.with(need));
        } else {
            add(job.with(need));
        }
    }

    synchronized void remove(String jobId) {
        Queued job = all.get(jobId);
        if (job != null) {
            exit(job);
            if (!parked.remove(jobId)) {
                leave(job);
            }
        }
    }

    synchronized Optional<Queued> find(String jobId) {
        return Optional.ofNullable(all.get(jobId));
    }

    synchronized int size() {
        return all.size();
    }

    /** Jobs of an account, parked ones too. */
    synchronized int of(String accountId) {
        return perAccount.getOrDefault(accountId, 0);
    }

    /** All jobs, in no order. */
    synchronized List<Queued.Line> lines() {
        return all.values().stream().map(Queued::line).toList();
    }

    /** Jobs of the same account and plan that come up before this one. */
    synchronized int ahead(Queued job) {
        Rank own = classes.get(job.plan());
        int ahead = 0;
        if (own != null) {
            for (TreeMap<Long, Queued> lane :
                    own.accounts.getOrDefault(job.accountId(), Map.of()).values()) {
                ahead += lane.headMap(job.order()).size();
            }
        }
        return ahead;
    }

    /** Takes the job whose turn it is. @param account whether an account may have another job of a plan running @param place whether a need can be met now */
    synchronized Optional<Queued> next(BiPredicate<String, String> account, Predicate<Need> place) {
        List<Map.Entry<String, Rank>> turns = new ArrayList<>(classes.entrySet());
        turns.sort(Comparator.comparingLong(entry -> entry.getValue().pass));
        for (Map.Entry<String, Rank> turn : turns) {
            Optional<Queued> first = first(turn, account, place);
            if (first.isPresent()) {
                take(turn.getValue(), first.get());
                return first;
            }
        }
        return Optional.empty();
    }

    private static Optional<Queued> first(
            Map.Entry<String, Rank> turn, BiPredicate<String, String> account, Predicate<Need> place) {
        for (Map.Entry<String, Map<Need, TreeMap<Long, Queued>>> lanes :
                turn.getValue().accounts.entrySet()) {
            Optional<Queued> first =
                    account.test(lanes.getKey(), turn.getKey()) ? oldest(lanes.getValue(), place) : Optional.empty();
            if (first.isPresent()) {
                return first;
            }
        }
        return Optional.empty();
    }

    private void take(Rank own, Queued job) {
        passed = own.pass;
        own.pass += STRIDE / weight.applyAsInt(job.plan());
        exit(job);
        leave(job);
        Map<Need, TreeMap<Long, Queued>> rest = own.accounts.remove(job.accountId());
        if (rest != null) {
            own.accounts.put(job.accountId(), rest); // to the end of the round
        }
    }

    private static Optional<Queued> oldest(Map<Need, TreeMap<Long, Queued>> lanes, Predicate<Need> place) {
        List<Queued> heads = new ArrayList<>();
        lanes.forEach((need, lane) -> {
            if (place.test(need)) {
                heads.add(lane.firstEntry().getValue());
            }
        });
        return heads.stream().min((a, b) -> Long.compare(a.order(), b.order()));
    }

    private boolean enter(Queued job) {
        boolean fresh = all.putIfAbsent(job.jobId(), job) == null;
        if (fresh) {
            perAccount.merge(job.accountId(), 1, Integer::sum);
        }
        return fresh;
    }

    private void exit(Queued job) {
        all.remove(job.jobId());
        perAccount.computeIfPresent(job.accountId(), (account, n) -> n == 1 ? null : n - 1);
    }

    private TreeMap<Long, Queued> line(Queued job) {
        Rank own = classes.computeIfAbsent(job.plan(), plan -> new Rank());
        if (own.accounts.isEmpty()) {
            own.pass = Math.max(own.pass, passed);
        }
        return own.accounts
                .computeIfAbsent(job.accountId(), a -> new LinkedHashMap<>())
                .computeIfAbsent(job.need(), n -> new TreeMap<>());
    }

    private void leave(Queued job) {
        Map<String, Map<Need, TreeMap<Long, Queued>>> accounts = classes.get(job.plan()).accounts;
        Map<Need, TreeMap<Long, Queued>> lanes = accounts.get(job.accountId());
        TreeMap<Long, Queued> lane = lanes.get(job.need());
        lane.remove(job.order());
        if (lane.isEmpty()) {
            lanes.remove(job.need());
        }
        if (lanes.isEmpty()) {
            accounts.remove(job.accountId());
        }
    }
}
