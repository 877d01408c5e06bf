-- The audit says what came of an act and is sealed in blocks; accounts can leave. docs/operate/audit.md and docs/concepts/accounts.md explain it.

-- BEGUN: written before the act, which is no transaction of its own; REFUSED and FAILED: nothing was done, or not all
alter table audit add column outcome varchar(8) default 'DONE' not null check (outcome in ('BEGUN', 'DONE', 'REFUSED', 'FAILED'));
create index audit_principal on audit (principal_id, seq);
-- when the rows of a block were deleted since they were old enough; its hashes stay
alter table audit_block add column pruned_at timestamp with time zone;

-- Accounts that are to be deleted or were. ASKED until due_at, when it can no longer be taken back; ERASING while things are deleted; DONE.
-- blocked: whether the account was blocked before, so that taking back does not allow what an operator forbade.
create table account_leaving (
  account_id varchar(40) primary key references account(id), state varchar(8) not null check (state in ('ASKED', 'ERASING', 'DONE')),
  asked_by varchar(40), blocked boolean not null, asked_at timestamp with time zone not null, due_at timestamp with time zone not null,
  done_at timestamp with time zone);
create index account_leaving_due on account_leaving (state, due_at);
