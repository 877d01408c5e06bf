package org.mutoscope.jobs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Who is next. Accounts take turns; inside an account the oldest job that can be placed goes first, so that a job whose model is absent
 * does not block the ones behind it. Parked jobs count but do not come up until they are woken. Safe for use by several threads.
 */
final class FairQueue {
    /** Lanes of an account by need; in each lane by order. The map's own order is the order of turns. */
    private final Map<String, Map<Need, TreeMap<Long, Queued>>> accounts = new LinkedHashMap<>();

    private final Map<String, Queued> all = new HashMap<>();
    private final Set<String> parked = new HashSet<>();
    private final Announced announced = new Announced();
    private long orders;

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
        if (all.putIfAbsent(job.jobId(), job) == null) {
            line(job).put(job.order(), job);
        }
    }

    /** Adds a job that rests until {@link #wake}. */
    synchronized void park(Queued job) {
        if (all.putIfAbsent(job.jobId(), job) == null) {
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
        Queued job = all.remove(jobId);
        if (job != null && !parked.remove(jobId)) {
            leave(job);
        }
    }

    synchronized Optional<Queued> find(String jobId) {
        return Optional.ofNullable(all.get(jobId));
    }

    synchronized int size() {
        return all.size();
    }

    /** Jobs of the same account that come up before this one. */
    synchronized int ahead(Queued job) {
        int ahead = 0;
        for (TreeMap<Long, Queued> lane :
                accounts.getOrDefault(job.accountId(), Map.of()).values()) {
            ahead += lane.headMap(job.order()).size();
        }
        return ahead;
    }

    /** Takes the job whose turn it is. @param account whether an account may have another job running @param place whether a need can be met now */
    synchronized Optional<Queued> next(Predicate<String> account, Predicate<Need> place) {
        for (String id : accounts.keySet()) {
            Optional<Queued> first = account.test(id) ? oldest(accounts.get(id), place) : Optional.empty();
            if (first.isPresent()) {
                take(id, first.get());
                return first;
            }
        }
        return Optional.empty();
    }

    private void take(String accountId, Queued job) {
        all.remove(job.jobId());
        leave(job);
        Map<Need, TreeMap<Long, Queued>> rest = accounts.remove(accountId);
        if (rest != null) {
            accounts.put(accountId, rest); // to the end of the round
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

    private TreeMap<Long, Queued> line(Queued job) {
        return accounts.computeIfAbsent(job.accountId(), a -> new LinkedHashMap<>())
                .computeIfAbsent(job.need(), n -> new TreeMap<>());
    }

    private void leave(Queued job) {
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
