package org.mutoscope.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.consent.Consents;
import org.mutoscope.core.events.Webhooks;
import org.mutoscope.core.identity.AuditLog;
import org.mutoscope.core.identity.Belongings;
import org.mutoscope.core.identity.Departures;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.jobs.Upstream;
import org.mutoscope.core.ledger.Eligibilities;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.ledger.Quota;
import org.mutoscope.core.observe.Health;
import org.mutoscope.core.observe.LogLevels;
import org.mutoscope.core.observe.Meters;
import org.mutoscope.core.outward.Outward;
import org.mutoscope.core.pages.Pages;
import org.mutoscope.core.plugins.Catalogue;
import org.mutoscope.core.plugins.Plugins;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.revenue.Deals;
import org.mutoscope.core.revenue.Imports;
import org.mutoscope.core.revenue.Payouts;
import org.mutoscope.core.revenue.Periods;
import org.mutoscope.core.revenue.Revenue;
import org.mutoscope.core.revenue.Statements;
import org.mutoscope.core.review.Reviews;
import org.mutoscope.core.rights.Following;
import org.mutoscope.core.rights.Portraits;
import org.mutoscope.core.rights.Removals;
import org.mutoscope.core.rights.Rights;
import org.mutoscope.core.road.Cast;
import org.mutoscope.core.road.Clips;
import org.mutoscope.core.road.Films;
import org.mutoscope.core.road.Notices;
import org.mutoscope.core.road.Prompts;
import org.mutoscope.core.road.PublicHistory;
import org.mutoscope.core.road.Purchases;
import org.mutoscope.core.road.Shelf;
import org.mutoscope.core.road.Sights;
import org.mutoscope.core.road.Storyboards;
import org.mutoscope.core.road.Studio;
import org.mutoscope.core.storage.Backups;
import org.mutoscope.core.storage.UnitOfWork;
import org.mutoscope.core.views.ViewDesk;
import org.mutoscope.core.views.Views;
import org.mutoscope.core.views.Watch;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The services of the platform as they are at this moment. They are optional here so that the API stays up while the rest starts or is
 * updated: a request that needs what is not there is answered {@code starting}, never 404.
 */
@Component(service = House.class)
public final class House {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Identity identity;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile AuditLog audit;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Belongings belongings;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Departures departures;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Studio studio;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Films films;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Storyboards storyboards;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Prompts prompts;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Rights rights;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Clips clips;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Shelf shelf;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile PublicHistory history;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Cast cast;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Outward outward;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Purchases purchases;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Notices notices;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile JobBoard jobs;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Models models;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Upstream upstream;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Ledger ledger;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Plans plans;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Eligibilities eligibilities;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Quota quota;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile UnitOfWork work;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Backups backups;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Plugins plugins;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Catalogue catalogue;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Webhooks webhooks;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Meters meters;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Health health;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile LogLevels levels;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Listeners listeners;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Reviews reviews;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Portraits portraits;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Sights sights;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Removals removals;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Following following;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Consents consents;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Imports imports;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Payouts payouts;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Periods periods;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Deals deals;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Statements statements;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Revenue revenue;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Watch watch;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Views views;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile ViewDesk viewDesk;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Pages pages;

    Identity identity() {
        return there(identity, "identity");
    }

    AuditLog audit() {
        return there(audit, "audit");
    }

    Belongings belongings() {
        return there(belongings, "belongings");
    }

    Departures departures() {
        return there(departures, "departures");
    }

    Studio studio() {
        return there(studio, "studio");
    }

    Films films() {
        return there(films, "films");
    }

    Storyboards storyboards() {
        return there(storyboards, "storyboards");
    }

    Prompts prompts() {
        return there(prompts, "prompts");
    }

    Rights rights() {
        return there(rights, "rights");
    }

    Clips clips() {
        return there(clips, "clips");
    }

    PublicHistory history() {
        return there(history, "history");
    }

    Shelf shelf() {
        return there(shelf, "shelf");
    }

    Cast cast() {
        return there(cast, "cast");
    }

    Outward outward() {
        return there(outward, "outward");
    }

    Purchases purchases() {
        return there(purchases, "purchases");
    }

    Notices notices() {
        return there(notices, "notices");
    }

    JobBoard jobs() {
        return there(jobs, "jobs");
    }

    Models models() {
        return there(models, "models");
    }

    Upstream upstream() {
        return there(upstream, "upstream");
    }

    /** Sentences about what does not add up in the books: credits, and money spent at services. */
    List<String> verified() {
        return work().read(tx -> {
            List<String> wrong = new ArrayList<>(ledger().verify(tx));
            if (upstream != null) {
                wrong.addAll(upstream.verify(tx));
            }
            return wrong;
        });
    }

    Ledger ledger() {
        return there(ledger, "ledger");
    }

    Plans plans() {
        return there(plans, "plans");
    }

    Eligibilities eligibilities() {
        return there(eligibilities, "eligibilities");
    }

    Quota quota() {
        return there(quota, "quota");
    }

    UnitOfWork work() {
        return there(work, "storage");
    }

    Backups backups() {
        return there(backups, "backups");
    }

    Catalogue catalogue() {
        return there(catalogue, "plugins");
    }

    Plugins plugins() {
        return there(plugins, "plugins");
    }

    Webhooks webhooks() {
        return there(webhooks, "webhooks");
    }

    Meters meters() {
        return there(meters, "observe");
    }

    Health health() {
        return there(health, "observe");
    }

    LogLevels levels() {
        return there(levels, "observe");
    }

    /** Names of the services without which no clip can be made and that are not there. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        Object[] needed = {identity, studio, clips, jobs, models, ledger, work, health};
        String[] names = {"identity", "studio", "clips", "jobs", "models", "ledger", "storage", "observe"};
        for (int i = 0; i < needed.length; i++) {
            if (needed[i] == null) {
                missing.add(names[i]);
            }
        }
        return missing;
    }

    private static <T> T there(T service, String name) {
        if (service == null) {
            throw new Problem(
                    Code.STARTING,
                    "Mutoscope is still starting: the part \"" + name
                            + "\" is not there yet. Try again in a few seconds; GET /health says what is missing.");
        }
        return service;
    }

    Reviews reviews() {
        return there(reviews, "reviews");
    }

    Portraits portraits() {
        return there(portraits, "pictures");
    }

    Sights sights() {
        return there(sights, "pictures");
    }

    Removals removals() {
        return there(removals, "rights");
    }

    Following following() {
        return there(following, "rights");
    }

    Consents consents() {
        return there(consents, "consent");
    }

    /** What a holder said who had a clip removed; nobody did on a platform without the registry of rights. */
    Optional<Removals.Removal> removal(String jobId) {
        Removals known = removals;
        return known == null ? Optional.empty() : known.find(jobId);
    }

    Imports imports() {
        return there(imports, "imports");
    }

    Periods periods() {
        return there(periods, "periods");
    }

    Deals deals() {
        return there(deals, "deals");
    }

    Payouts payouts() {
        return there(payouts, "payouts");
    }

    Statements statements() {
        return there(statements, "statements");
    }

    Revenue revenue() {
        return there(revenue, "revenue");
    }

    Watch watch() {
        return there(watch, "views");
    }

    Views views() {
        return there(views, "views");
    }

    ViewDesk viewDesk() {
        return there(viewDesk, "views");
    }

    Pages pages() {
        return there(pages, "pages");
    }
}
