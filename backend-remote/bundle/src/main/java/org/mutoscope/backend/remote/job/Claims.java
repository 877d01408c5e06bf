package org.mutoscope.backend.remote.job;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.mutoscope.backend.remote.wire.CallFault;

/**
 * Whose the jobs at a service are, as far as this process knows. A job that is looked for by what was ordered must not be taken for another
 * of ours that looks the same: so nothing is ordered while one is looked for, and names that have an owner are left out. Safe for use by several threads.
 */
public final class Claims {
    private static final int MOST = 100_000;

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<String, String> owners = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    /** Asking a service. */
    interface Asking<T> {
        T ask() throws CallFault, InterruptedException;
    }

    /** Orders, beside other orders. What is accepted belongs to the job at once. */
    Submitted ordered(String job, Asking<Submitted> order) throws CallFault, InterruptedException {
        lock.readLock().lockInterruptibly();
        try {
            Submitted answer = order.ask();
            if (answer instanceof Submitted.Accepted accepted) {
                own(job, accepted.id());
            }
            return answer;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Looks for a job while nothing is ordered. What is found belongs to the job at once. */
    Service.Found found(String job, Asking<Service.Found> search) throws CallFault, InterruptedException {
        lock.writeLock().lockInterruptibly();
        try {
            Service.Found found = search.ask();
            found.id().ifPresent(accepted -> own(job, accepted.id()));
            return found;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** This job has that name. */
    synchronized void own(String job, String id) {
        owners.put(id, job);
    }

    /** Whether a name is another job's. */
    synchronized boolean others(String job, String id) {
        return !owners.getOrDefault(id, job).equals(job);
    }
}
