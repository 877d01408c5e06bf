-- Paid periods that are taken back in part, subscriptions that are asked about, purchases that are compared again, and no devices.
-- docs/concepts/plans.md and money-in.md explain it.

-- how much of a period was taken back, of 100,000: the target that its lot was brought to
alter table plan_period add column revoked_milli int default 0 not null check (revoked_milli between 0 and 100000);
-- when a subscription's store is asked for its state next; null if it need not be
alter table billing_subscription add column ask_at timestamp with time zone;
alter table billing_subscription add column asked int default 0 not null;
create index billing_subscription_ask on billing_subscription (provider, ask_at);

-- when a purchase is compared with its store next, besides what notices and history tell; null for never again
alter table billing_purchase add column check_at timestamp with time zone;
update billing_purchase set check_at = first_seen;
create index billing_purchase_check on billing_purchase (provider, check_at);
