package org.mutoscope.rest;

import java.nio.file.Path;
import java.util.function.Supplier;

/** Everything that can be asked for and who may: the one table of all routes. */
final class Counter implements AutoCloseable {
    private final House house;
    private final Supplier<Settings> settings;
    private final Path data;
    private final JobEvents events;

    Counter(House house, Supplier<Settings> settings, Path data) {
        this.house = house;
        this.settings = settings;
        this.data = data;
        this.events = new JobEvents(settings);
    }

    Router routes() {
        Router router = new Router();
        open(router);
        plans(router);
        videos(router);
        storyboards(router);
        rights(router);
        reviews(router);
        new ConsentResource(house, data.resolve("run").resolve("uploads")).routes(router);
        new RemovalResource(house).routes(router);
        periods(router);
        payouts(router);
        revenue(router);
        views(router);
        webhooks(router);
        own(router);
        jobs(router);
        administration(router);
        return router;
    }

    private void open(Router router) {
        FrontResource front = new FrontResource();
        HealthResource health = new HealthResource(house);
        QuotaResource quota = new QuotaResource(house);
        PlansResource plans = new PlansResource(house);
        NoticesResource notices = new NoticesResource(house, settings);
        router.add("GET /", Access.OPEN, front::front)
                .add("GET /openapi.json", Access.OPEN, front::description)
                .add("GET /license.xml", Access.OPEN, front::licence)
                .add("GET /api/v1/quota", Access.OPEN, quota::show)
                .add("GET /api/v1/plans", Access.OPEN, plans::list)
                .add("GET /health", Access.OPEN, health::ready)
                .add("GET /health/live", Access.OPEN, health::live)
                .add("GET /health/ready", Access.OPEN, health::ready)
                .add("POST /api/v1/billing/{provider}/notices", Access.OPEN, notices::receive);
        new PagesResource(house).routes(router);
        history(router);
    }

    /** The log is a tree of files, whose names have as many parts as they need. */
    private void history(Router router) {
        HistoryResource history = new HistoryResource(house);
        router.add("GET /log/key", Access.OPEN, history::key)
                .add("GET /log/checkpoint", Access.OPEN, history::checkpoint)
                .add("GET /api/v1/videos/{id}/proof", Access.KEY, history::proof);
        String tile = "GET /log/tile/{level}";
        for (String part : HistoryResource.PARTS) {
            tile += "/{" + part + "}";
            router.add(tile, Access.OPEN, history::tile);
        }
    }

    private void videos(Router router) {
        Path uploads = data.resolve("run").resolve("uploads");
        Upload.sweep(uploads);
        VideosResource videos = new VideosResource(house);
        OrdersResource orders = new OrdersResource(house, settings, uploads);
        ContentResource content = new ContentResource(house);
        CharactersResource characters = new CharactersResource(house, settings, uploads);
        FilesResource files = new FilesResource(house, settings, uploads);
        ModelsResource models = new ModelsResource(house);
        router.add("POST /v1/videos", Access.CREATOR, orders::create)
                .add("GET /v1/videos", Access.KEY, videos::list)
                .add("GET /v1/videos/{id}", Access.KEY, videos::show)
                .add("DELETE /v1/videos/{id}", Access.CREATOR, videos::delete)
                .add("GET /v1/videos/{id}/content", Access.KEY, content::read)
                .add("POST /v1/videos/{id}/remix", Access.CREATOR, orders::remix)
                .add("POST /v1/videos/edits", Access.CREATOR, orders::edit)
                .add("POST /v1/videos/extensions", Access.CREATOR, orders::extend)
                .add("POST /v1/videos/characters", Access.CREATOR, characters::create)
                .add("GET /v1/videos/characters/{id}", Access.KEY, characters::show)
                .add("GET /api/v1/characters", Access.KEY, characters::list)
                .add("DELETE /api/v1/characters/{id}", Access.CREATOR, characters::delete)
                .add("POST /v1/files", Access.CREATOR, files::create)
                .add("GET /v1/files", Access.KEY, files::list)
                .add("GET /v1/files/{id}", Access.KEY, files::show)
                .add("DELETE /v1/files/{id}", Access.CREATOR, files::delete)
                .add("GET /v1/files/{id}/content", Access.KEY, files::content)
                .add("GET /v1/models", Access.KEY, models::list)
                .add("GET /v1/models/{id}", Access.KEY, models::show);
    }

    private void storyboards(Router router) {
        StoryboardsResource boards = new StoryboardsResource(house);
        router.add("POST /api/v1/storyboards", Access.CREATOR, boards::create)
                .add("GET /api/v1/storyboards", Access.KEY, boards::list)
                .add("GET /api/v1/storyboards/{id}", Access.KEY, boards::show)
                .add("PUT /api/v1/storyboards/{id}", Access.CREATOR, boards::edit)
                .add("DELETE /api/v1/storyboards/{id}", Access.CREATOR, boards::delete)
                .add("POST /api/v1/storyboards/{id}/quote", Access.KEY, boards::quote)
                .add("POST /api/v1/storyboards/{id}/videos", Access.CREATOR, boards::order)
                .add("POST /api/v1/prompts/assist", Access.CREATOR, new PromptsResource(house)::assist);
    }

    private void payouts(Router router) {
        PayoutsResource payouts = new PayoutsResource(house, settings);
        router.add("GET /api/v1/rights/payout-to", Access.KEY, payouts::destination)
                .add("PUT /api/v1/rights/payout-to", Access.HOLDER, payouts::payTo)
                .add("POST /api/v1/rights/payout-to/onboarding", Access.HOLDER, payouts::join)
                .add("GET /api/v1/rights/payouts", Access.KEY, payouts::list)
                .add("GET /api/v1/rights/statements", Access.KEY, payouts::statements)
                .add("GET /api/v1/rights/statements/{id}", Access.KEY, payouts::statementFile)
                .add("GET /api/v1/admin/revenue/payouts/plan", Access.OPERATOR, payouts::plan)
                .add("POST /api/v1/admin/revenue/payouts/run", Access.OPERATOR, payouts::run)
                .add("POST /api/v1/admin/revenue/payouts/{id}", Access.OPERATOR, payouts::tell)
                .add("POST /api/v1/payouts/{provider}/messages", Access.OPEN, payouts::message);
    }

    private void revenue(Router router) {
        RevenueResource revenue = new RevenueResource(house);
        router.add("GET /api/v1/revenue", Access.KEY, revenue::balances)
                .add("GET /api/v1/revenue/lines", Access.KEY, revenue::lines)
                .add("GET /api/v1/revenue/models", Access.KEY, revenue::models)
                .add("GET /api/v1/videos/{id}/split", Access.KEY, revenue::split)
                .add("POST /api/v1/videos/{id}/tips", Access.CREATOR, revenue::tip)
                .add("GET /api/v1/admin/revenue/suspense", Access.OPERATOR, revenue::suspense)
                .add("POST /api/v1/admin/revenue/suspense/retry", Access.OPERATOR, revenue::retry);
    }

    private void rights(Router router) {
        RightsResource rights = new RightsResource(house);
        router.add("POST /api/v1/rights/subjects", Access.HOLDER, rights::register)
                .add("GET /api/v1/rights/subjects", Access.KEY, rights::subjects)
                .add("GET /api/v1/rights/subjects/{id}", Access.KEY, rights::subject)
                .add("GET /api/v1/rights/subjects/{id}/odrl", Access.KEY, rights::odrl)
                .add("POST /api/v1/rights/subjects/{id}/odrl", Access.HOLDER, rights::odrlOffer)
                .add("GET /api/v1/rights/context", Access.OPEN, rights::context)
                .add("POST /api/v1/rights/subjects/{id}/off", Access.HOLDER, rights::off)
                .add("POST /api/v1/rights/subjects/{id}/on", Access.HOLDER, rights::on)
                .add("GET /api/v1/rights/subjects/{id}/aliases", Access.HOLDER, rights::aliases)
                .add("POST /api/v1/rights/subjects/{id}/aliases", Access.HOLDER, rights::alias)
                .add("DELETE /api/v1/rights/subjects/{id}/aliases/{alias}", Access.HOLDER, rights::unalias)
                .add("POST /api/v1/rights/subjects/{id}/claims", Access.HOLDER, rights::claim)
                .add("POST /api/v1/rights/subjects/{id}/offers", Access.HOLDER, rights::offer)
                .add("GET /api/v1/rights/claims", Access.KEY, rights::claims)
                .add("DELETE /api/v1/rights/claims/{id}", Access.HOLDER, rights::withdraw)
                .add("DELETE /api/v1/rights/offers/{id}", Access.HOLDER, rights::withdrawOffer)
                .add("GET /api/v1/rights/grants", Access.KEY, rights::grants)
                .add("POST /api/v1/rights/grants/{id}/revoke", Access.HOLDER, rights::revoke)
                .add("GET /api/v1/rights/uses", Access.KEY, rights::uses)
                .add("GET /api/v1/rights/approvals", Access.HOLDER, rights::approvals)
                .add("POST /api/v1/rights/approvals/{id}", Access.HOLDER, rights::answer)
                .add("GET /api/v1/rights/approvals/{id}/content", Access.HOLDER, rights::draft)
                .add("POST /api/v1/rights/subjects/{id}/reserved", Access.HOLDER, rights::reserve)
                .add("POST /api/v1/admin/rights/claims/{id}", Access.OPERATOR, rights::decide)
                .add("POST /api/v1/admin/rights/subjects/{id}/dispute", Access.OPERATOR, rights::dispute);
    }

    private void reviews(Router router) {
        PortraitsResource portraits =
                new PortraitsResource(house, settings, data.resolve("run").resolve("uploads"));
        router.add("POST /api/v1/rights/subjects/{id}/pictures", Access.HOLDER, portraits::add)
                .add("GET /api/v1/rights/subjects/{id}/pictures", Access.HOLDER, portraits::list)
                .add("DELETE /api/v1/rights/subjects/{id}/pictures/{picture}", Access.HOLDER, portraits::remove);
        ReviewsResource reviews = new ReviewsResource(house);
        router.add("GET /api/v1/reviews", Access.KEY, reviews::list)
                .add("GET /api/v1/reviews/{id}", Access.KEY, reviews::show)
                .add("POST /api/v1/reviews/{id}/appeal", Access.CREATOR, reviews::appeal)
                .add("GET /api/v1/admin/reviews", Access.OPERATOR, reviews::list)
                .add("GET /api/v1/admin/reviews/clock", Access.OPERATOR, reviews::clock)
                .add("POST /api/v1/admin/reviews/next", Access.OPERATOR, reviews::next)
                .add("GET /api/v1/admin/reviews/{id}", Access.OPERATOR, reviews::show)
                .add("POST /api/v1/admin/reviews/{id}/claim", Access.OPERATOR, reviews::claim)
                .add("POST /api/v1/admin/reviews/{id}", Access.OPERATOR, reviews::decide);
    }

    private void periods(Router router) {
        PeriodsResource periods = new PeriodsResource(house);
        DealsResource deals = new DealsResource(house);
        router.add("POST /api/v1/admin/revenue/imports", Access.OPERATOR, periods::take)
                .add("GET /api/v1/admin/revenue/imports", Access.OVERSEER, periods::imports)
                .add("GET /api/v1/admin/revenue/months", Access.OVERSEER, periods::months)
                .add("POST /api/v1/admin/revenue/months/{period}/close", Access.OPERATOR, periods::close)
                .add("GET /api/v1/admin/revenue/months/{period}", Access.OVERSEER, periods::runs)
                .add("POST /api/v1/revenue/deals", Access.HOLDER, deals::quote)
                .add("GET /api/v1/revenue/deals", Access.KEY, deals::deals)
                .add("POST /api/v1/revenue/deals/{id}/accept", Access.ACTOR, deals::accept)
                .add("POST /api/v1/revenue/deals/{id}/withdraw", Access.HOLDER, deals::withdraw)
                .add("GET /api/v1/revenue/deals/{id}/invoices", Access.KEY, deals::invoices)
                .add("POST /api/v1/admin/revenue/deals/{id}/invoices", Access.OPERATOR, deals::bill)
                .add("POST /api/v1/admin/revenue/deals/{id}/end", Access.OPERATOR, deals::end);
    }

    private void views(Router router) {
        ViewsResource views = new ViewsResource(house);
        router.add("GET /views.js", Access.OPEN, views::script)
                .add("POST /api/v1/views", Access.OPEN, views::note)
                .add("POST /api/v1/views/tokens", Access.KEY, views::token)
                .add("POST /api/v1/views/tokens/open", Access.OPEN, views::open)
                .add("GET /api/v1/views", Access.KEY, views::counts)
                .add("POST /api/v1/views/appeals", Access.HOLDER, views::appeal)
                .add("GET /api/v1/views/appeals", Access.KEY, views::appeals)
                .add("POST /api/v1/admin/views/appeals/{id}", Access.OPERATOR, views::decide)
                .add("POST /api/v1/admin/views/rulings", Access.OPERATOR, views::rule)
                .add("GET /api/v1/admin/views/corrections", Access.OVERSEER, views::corrections)
                .add("GET /api/v1/admin/views/months/{month}", Access.OVERSEER, views::month)
                .add("POST /api/v1/admin/views/months/{month}/recompute", Access.OPERATOR, views::recompute);
    }

    private void webhooks(Router router) {
        WebhooksResource webhooks = new WebhooksResource(house);
        router.add("GET /v1/webhook_event_types", Access.KEY, webhooks::types)
                .add("GET /v1/webhook_endpoints", Access.KEY, webhooks::list)
                .add("POST /v1/webhook_endpoints", Access.ACTOR, webhooks::create)
                .add("GET /v1/webhook_endpoints/{id}", Access.KEY, webhooks::show)
                .add("POST /v1/webhook_endpoints/{id}", Access.ACTOR, webhooks::update)
                .add("DELETE /v1/webhook_endpoints/{id}", Access.ACTOR, webhooks::delete)
                .add("POST /v1/webhook_endpoints/{id}/rotate_secret", Access.ACTOR, webhooks::rotate)
                .add("POST /v1/webhook_endpoints/{id}/test", Access.ACTOR, webhooks::test)
                .add("GET /api/v1/webhook_endpoints/{id}/deliveries", Access.KEY, webhooks::deliveries)
                .add("POST /api/v1/webhook_endpoints/{id}/replay", Access.ACTOR, webhooks::replay);
    }

    private void own(Router router) {
        AccountsResource accounts = new AccountsResource(house);
        KeysResource keys = new KeysResource(house);
        CreditsResource credits = new CreditsResource(house);
        PurchasesResource purchases = new PurchasesResource(house);
        ExportResource exports = new ExportResource(house);
        DepartureResource departures = new DepartureResource(house);
        router.add("POST /api/v1/accounts", Access.ADMIN, accounts::open)
                .add("GET /api/v1/accounts", Access.OVERSEER, accounts::list)
                .add("GET /api/v1/account", Access.KEY, accounts::self)
                .add("GET /api/v1/account/export", Access.KEY, exports::own)
                .add("GET /api/v1/account/deletion", Access.KEY, departures::own)
                .add("POST /api/v1/account/deletion", Access.KEY, departures::askOwn)
                .add("DELETE /api/v1/account/deletion", Access.KEY, departures::takeBackOwn)
                .add("GET /api/v1/admin/accounts/{id}/export", Access.OPERATOR, exports::of)
                .add("GET /api/v1/admin/accounts/{id}/deletion", Access.OVERSEER, departures::of)
                .add("POST /api/v1/admin/accounts/{id}/deletion", Access.OPERATOR, departures::askFor)
                .add("DELETE /api/v1/admin/accounts/{id}/deletion", Access.OPERATOR, departures::takeBackFor)
                .add("GET /api/v1/keys", Access.KEY, keys::list)
                .add("POST /api/v1/keys", Access.KEY, keys::issue)
                .add("DELETE /api/v1/keys/{id}", Access.KEY, keys::revoke)
                .add("GET /api/v1/credits", Access.KEY, credits::show)
                .add("GET /api/v1/credits/history", Access.KEY, credits::history)
                .add("POST /api/v1/quote", Access.KEY, new QuoteResource(house)::quote)
                .add("GET /api/v1/models", Access.KEY, new OffersResource(house)::models)
                .add("GET /api/v1/billing/providers", Access.KEY, purchases::providers)
                .add("GET /api/v1/billing/token", Access.KEY, purchases::token)
                .add("GET /api/v1/billing/consent", Access.KEY, purchases::consent)
                .add("PUT /api/v1/billing/consent", Access.CREATOR, purchases::setConsent)
                .add("POST /api/v1/purchases", Access.CREATOR, purchases::redeem);
    }

    private void plans(Router router) {
        PlansResource plans = new PlansResource(house);
        EligibilityResource eligibility = new EligibilityResource(house);
        QuotaResource quota = new QuotaResource(house);
        router.add("GET /api/v1/account/plan", Access.KEY, plans::show)
                .add("PUT /api/v1/account/zone", Access.CREATOR, quota::zone)
                .add("GET /api/v1/eligibility", Access.KEY, eligibility::show)
                .add("POST /api/v1/eligibility", Access.CREATOR, eligibility::claim)
                .add("POST /api/v1/admin/plans", Access.OPERATOR, plans::assign)
                .add("POST /api/v1/admin/eligibility", Access.OPERATOR, eligibility::decide)
                .add("GET /api/v1/admin/quota", Access.OVERSEER, quota::history)
                .add("POST /api/v1/admin/quota/links", Access.OPERATOR, quota::link);
    }

    private void jobs(Router router) {
        JobsResource jobs = new JobsResource(house, events);
        router.add("GET /api/v1/jobs", Access.KEY, jobs::list)
                .add("GET /api/v1/jobs/{id}", Access.KEY, jobs::show)
                .add("GET /api/v1/jobs/{id}/explain", Access.KEY, jobs::explain)
                .add("GET /api/v1/jobs/{id}/lineage", Access.KEY, jobs::lineage)
                .add("POST /api/v1/jobs/{id}/cancel", Access.ACTOR, jobs::cancel)
                .add("GET /api/v1/jobs/{id}/events", Access.KEY, jobs::events);
    }

    private void administration(Router router) {
        PluginsResource plugins = new PluginsResource(house, settings);
        PluginChangesResource changes = new PluginChangesResource(house, settings);
        BackupResource backup = new BackupResource(house, data);
        BooksResource books = new BooksResource(house);
        UpstreamResource upstream = new UpstreamResource(house);
        LogResource log = new LogResource(house);
        AuditResource audit = new AuditResource(house);
        router.add("POST /api/v1/admin/credits/grant", Access.OPERATOR, new GrantResource(house)::grant)
                .add("POST /api/v1/admin/accounts/generation", Access.OPERATOR, new AccountsResource(house)::generation)
                .add("GET /api/v1/admin/backends", Access.OVERSEER, new BackendsResource(house)::backends)
                .add("GET /api/v1/upstream", Access.OVERSEER, upstream::show)
                .add("GET /api/v1/upstream/report", Access.OVERSEER, upstream::report)
                .add("POST /api/v1/upstream/reopen", Access.OPERATOR, upstream::reopen)
                .add("GET /api/v1/admin/plugins", Access.OVERSEER, plugins::list)
                .add("GET /api/v1/admin/plugins/{name}", Access.OVERSEER, plugins::show)
                .add("POST /api/v1/admin/plugins", Access.OPERATOR, plugins::install)
                .add("DELETE /api/v1/admin/plugins/{name}", Access.OPERATOR, plugins::remove)
                .add("GET /api/v1/admin/plugins/{name}/why", Access.OVERSEER, plugins::why)
                .add("POST /api/v1/admin/plugin-changes", Access.OPERATOR, changes::change)
                .add("GET /api/v1/admin/plugin-changes", Access.OVERSEER, changes::list)
                .add("GET /api/v1/admin/plugin-changes/{id}", Access.OVERSEER, changes::show)
                .add("GET /api/v1/admin/plugin-catalogue", Access.OVERSEER, new PluginCatalogueResource(house)::search)
                .add("GET /api/v1/admin/plugin-lock", Access.OVERSEER, changes::lock)
                .add("GET /api/v1/admin/plugin-lock/verify", Access.OVERSEER, changes::verify)
                .add("GET /api/v1/admin/billing/notices", Access.OVERSEER, books::notices)
                .add("POST /api/v1/admin/billing/notices/{id}/replay", Access.OPERATOR, books::replay)
                .add("GET /api/v1/billing/reconciliation", Access.OVERSEER, books::books)
                .add("POST /api/v1/billing/reconciliation", Access.OPERATOR, books::reconcile)
                .add("POST /api/v1/admin/backup", Access.OPERATOR, backup::backup)
                .add("POST /api/v1/admin/ledger/verify", Access.OVERSEER, backup::verify)
                .add("GET /api/v1/admin/audit", Access.OVERSEER, audit::list)
                .add("GET /api/v1/admin/audit/verify", Access.OVERSEER, audit::verify)
                .add("GET /metrics", Access.OVERSEER, new MetricsResource(house)::text)
                .add("GET /api/v1/admin/doctor", Access.OVERSEER, new DoctorResource(house)::examine)
                .add("GET /api/v1/admin/log", Access.OVERSEER, log::list)
                .add("POST /api/v1/admin/log", Access.OPERATOR, log::change)
                .add("DELETE /api/v1/admin/log/{logger}", Access.OPERATOR, log::back);
    }

    @Override
    public void close() {
        events.close();
    }
}
