-- Rules that hold even against our own code: the record is append-only, the chain has no gap, numbers make sense.
-- Hand-written. A new append-only table is one more name in the list of section 2; a check goes to section 4.

-- 1. The role that API and worker take. It cannot log in: a connection of the installation's own account steps down to it.
--    Where that account may not create roles, the database's administrator makes it beforehand (docs/operations.md).
do $$
begin
  if not exists (select from pg_roles where rolname = 'gongzhi_app') then
    create role gongzhi_app nologin;
  end if;
exception when duplicate_object or unique_violation then
  null; -- another database of the same server is being migrated at this moment
end $$;

do $$
begin
  if not pg_has_role(current_user, 'gongzhi_app', 'member') then
    execute format('grant gongzhi_app to %I', current_user);
  end if;
end $$;

grant usage on schema public to gongzhi_app;
grant select, insert, update, delete on all tables in schema public to gongzhi_app;
grant usage, select on all sequences in schema public to gongzhi_app;
alter default privileges in schema public grant select, insert, update, delete on tables to gongzhi_app;
alter default privileges in schema public grant usage, select on sequences to gongzhi_app;

do $$
begin
  -- Absent when the tables were made by other means than migrations.
  if to_regclass('public._prisma_migrations') is not null then
    revoke all on public._prisma_migrations from gongzhi_app;
  end if;
end $$;

-- 2. What was recorded stays: no update, delete or truncate, for whoever asks. Corrections are new rows.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'table % is append-only: % is refused', tg_table_name, lower(tg_op) using errcode = 'GZ001';
end $$;

do $$
declare
  guarded text;
begin
  foreach guarded in array array[
    'process',
    'process_event',
    'refused_command',
    'unmask_record',
    'account_event',
    'roll',
    'roll_right',
    'ballot',
    'paper_event',
    'paper_entry',
    'ballot_delivery',
    'vote_checkpoint',
    'hold_entry',
    'text_erasure',
    'petition_signature',
    'petition_signature_end',
    'household_share',
    'pledge',
    'pledge_end',
    'pledge_visit',
    'platform_batch',
    'platform_row',
    'platform_totals',
    'platform_explanation',
    'assistance',
    'assistance_use',
    'call_back',
    'ballot_ruling',
    'checkpoint_kept',
    'printed_paper',
    'paper_template',
    'meeting_pack',
    'disclosure_statement',
    'common_income',
    'common_spending',
    'common_spending_approval',
    'common_spending_payment',
    'problem_report',
    'problem_comment',
    'contact_opening',
    'intake_signal',
    'audit_finding',
    'audit_repair',
    'household_record',
    'household_look',
    'money_in',
    'money_match',
    'money_match_end',
    'cash_receipt',
    'cash_receipt_end',
    'payment_event',
    'fee_schedule',
    'fee_parking',
    'fee_payment',
    'fee_payment_part',
    'fee_payment_reversal',
    'covenant_draft',
    'covenant_version',
    'ledger_account',
    'ledger_transaction',
    'ledger_entry'
  ] loop
    execute format(
      'create trigger append_only before update or delete or truncate on %I for each statement execute function refuse_change()',
      guarded
    );
    execute format('revoke update, delete, truncate on %I from gongzhi_app', guarded);
  end loop;
end $$;

-- 3. The events of a process follow on from each other: no gap, no fork, each holding the hash of the one before.
create function continue_chain() returns trigger language plpgsql as $$
declare
  previous_hash text;
begin
  if new.seq > 1 then
    select hash into previous_hash from process_event where process_id = new.process_id and seq = new.seq - 1;
    if previous_hash is distinct from new.prev_hash then
      raise exception 'event % of process % does not follow on from the one before', new.seq, new.process_id
        using errcode = 'GZ002';
    end if;
  end if;
  return new;
end $$;

create trigger continue_chain before insert on process_event for each row execute function continue_chain();

-- 4. Checks. An index that Prisma cannot express ends in _guard, so that the drift check knows it.
alter table process_event add constraint process_event_seq_check check (seq > 0);
alter table process_view add constraint process_view_seq_check check (seq >= 0);
-- Districts have no parent, so the unique key of siblings does not see them.
create unique index place_district_guard on place (name) where parent_id is null;
alter table unit add constraint unit_area_check check (area_dm2 > 0);
alter table place add constraint place_path_check check (path ~ '^/.+/$');
alter table unit add constraint unit_path_check check (path ~ '^/.+/$');
alter table role_grant add constraint role_grant_path_check check (path ~ '^/');
alter table ownership add constraint ownership_period_check check (until_on is null or until_on >= from_on);
create unique index ownership_representative_guard on ownership (unit_id) where is_representative and until_on is null;
create unique index ownership_current_guard on ownership (unit_id, owner_id) where until_on is null;
alter table tenancy add constraint tenancy_period_check check (until_on is null or until_on >= from_on);
alter table register_import_row add constraint register_import_row_verdict_check
  check (verdict in ('created', 'changed', 'unchanged', 'refused'));
alter table obligation add constraint obligation_rung_check check (rung >= 0 and reminded_count >= 0);
alter table outbox add constraint outbox_attempts_check check (attempts >= 0);
alter table text_note add constraint text_note_sha256_check check (sha256 ~ '^[0-9a-f]{64}$');
alter table text_note add constraint text_note_salt_check check (num_nulls(salt, command_id, field) in (0, 3));

-- 5. Owners' votes.
alter table vote_window add constraint vote_window_state_check check (state in ('scheduled', 'open', 'suspended', 'closed', 'void'));
alter table vote_window add constraint vote_window_period_check check (closes_at >= opens_at);
alter table roll_right add constraint roll_right_weight_check check (area_dm2 >= 0 and head_size >= 0 and right_no > 0);
alter table ballot add constraint ballot_channel_check check (channel in ('electronic', 'paper', 'platform'));
alter table ballot add constraint ballot_void_check check (is_void = (void_reason is not null));
alter table ballot add constraint ballot_paper_check check ((channel = 'paper') = (paper_serial is not null));
alter table ballot add constraint ballot_seq_check check (seq > 0);
alter table paper_serial add constraint paper_serial_state_check
  check (state in ('issued', 'delivered', 'returned', 'mismatch', 'entered', 'void', 'reissued'));
alter table paper_serial add constraint paper_serial_ballot_check check ((state = 'entered') = (ballot_seq is not null));
alter table paper_entry add constraint paper_entry_void_check check (is_void = (void_reason is not null));
alter table ballot_delivery add constraint ballot_delivery_result_check check (result in ('delivered', 'undeliverable', 'announced'));
alter table ballot_delivery add constraint ballot_delivery_proof_check check (result <> 'delivered' or proof_sha256 is not null);
alter table proxy_authority add constraint proxy_authority_agent_check check (num_nonnulls(agent_owner_id, agent_name) = 1);
alter table vote_checkpoint add constraint vote_checkpoint_size_check check (checkpoint_no > 0 and size >= 0);
create unique index paper_serial_live_guard on paper_serial (vote_id, right_no) where state not in ('void', 'reissued');
create unique index ballot_paper_guard on ballot (vote_id, paper_serial) where paper_serial is not null;
create unique index proxy_authority_live_guard on proxy_authority (vote_id, principal_owner_id) where revoked_at is null;
alter table platform_batch add constraint platform_batch_door_check check (door in ('file', 'webhook'));
alter table platform_row add constraint platform_row_verdict_check
  check (verdict in ('accepted', 'repeated', 'refused') and (verdict = 'refused') = (code is not null));
create unique index platform_row_accepted_guard on platform_row (vote_id, ballot_seq) where verdict = 'accepted' and ballot_seq is not null;
alter table assistance add constraint assistance_purpose_check check (purpose in ('readAloud', 'operateDevice', 'fillPaper', 'explain'));
alter table assistance add constraint assistance_witness_check check (num_nonnulls(witness_account, witness_text) = 1);
alter table assistance add constraint assistance_witness_other_check check (witness_account is distinct from assistant_account);
alter table assistance add constraint assistance_paper_check check ((purpose = 'fillPaper') = (paper_serial is not null));
alter table assistance_use add constraint assistance_use_confirmation_check
  check (confirmation in ('code', 'signature') and (confirmation = 'signature') = (signature_sha256 is not null));
alter table call_back add constraint call_back_outcome_check check (outcome in ('confirmed', 'denied', 'unreachable'));
alter table ballot_ruling add constraint ballot_ruling_remedy_check check (remedy in ('stands', 'struck'));

-- 6. Petitions.
alter table petition_window add constraint petition_window_state_check check (state in ('open', 'suspended', 'over', 'counting', 'closed'));
alter table petition_window add constraint petition_window_round_check check (round_no > 0);
alter table petition_signature add constraint petition_signature_kind_check check (kind in ('own', 'paper'));
alter table petition_signature add constraint petition_signature_own_check check ((kind = 'own') = (owner_id is not null));
alter table petition_signature add constraint petition_signature_paper_check
  check (num_nonnulls(page_no, line_no, collector_name) = case kind when 'paper' then 3 else 0 end);
alter table petition_signature add constraint petition_signature_attempt_check check (right_no > 0 and attempt_no > 0);
alter table petition_signature_end add constraint petition_signature_end_kind_check check (kind in ('withdrawn', 'struck'));

alter table pledge_window add constraint pledge_window_state_check check (state in ('open', 'closed'));
alter table pledge_window add constraint pledge_window_bar_check check (bar_num between 0 and bar_den and bar_den > 0);
alter table pledge_window add constraint pledge_window_money_check check (target_fen >= 0 and cap_fen >= 0);
alter table pledge_total add constraint pledge_total_check
  check (households >= 0 and shares_fen >= 0 and pledged_fen >= 0 and pledged_households between 0 and households);
alter table household_share add constraint household_share_check check (right_no > 0 and share_fen >= 0);
alter table pledge add constraint pledge_kind_check check (kind in ('own', 'paper'));
alter table pledge add constraint pledge_own_check check ((kind = 'own') = (owner_id is not null));
alter table pledge add constraint pledge_paper_check
  check (num_nonnulls(page_no, line_no, collector_name, sheet_sha256) = case kind when 'paper' then 4 else 0 end);
alter table pledge add constraint pledge_amount_check check (amount_fen > 0 and right_no > 0 and attempt_no > 0);
alter table pledge_end add constraint pledge_end_kind_check check (kind in ('withdrawn', 'struck'));
alter table pledge_visit add constraint pledge_visit_result_check check (result in ('nobodyHome', 'comeBack', 'undecided', 'declined'));

-- 7. Papers.
alter table printed_paper add constraint printed_paper_hash_check check (hash ~ '^[0-9a-f]{64}$');
alter table paper_template add constraint paper_template_version_check check (version > 0);

-- Lists of stuck work: one ordered index for each level from which somebody looks.
create index obligation_stuck_district_guard on obligation (district_id, stuck_at, id) where closed_at is null;
create index obligation_stuck_street_guard on obligation (street_id, stuck_at, id) where closed_at is null;
create index obligation_stuck_community_guard on obligation (community_id, stuck_at, id) where closed_at is null;
create index obligation_stuck_estate_guard on obligation (estate_id, stuck_at, id) where closed_at is null;
-- 8. Supervision.
create index process_fact_open_guard on process_fact (place_id) where closed_at is null;
create index process_view_wake_guard on process_view (next_wake_at, process_id) where next_wake_at is not null;
-- What somebody with an office owes: paths are compared as bytes (api/read-models/obligations.ts).
create index obligation_of_office_guard on obligation (role, closed_at, place_path collate "C");
create index obligation_open_guard on obligation (process_id, due_at) where closed_at is null;
create index obligation_late_guard on obligation (due_at) where closed_at is null or closed_at >= due_at;
create index outgoing_message_unsent_guard on outgoing_message (available_at) where channel = 'mail' and sent_at is null and failure is null;
alter table outgoing_message add constraint outgoing_message_about_check check ((process_id is null) = (template = 'digest'));
alter table process_tally add constraint process_tally_grain_check check (grain in ('day', 'month'));
alter table duty_tally add constraint duty_tally_grain_check check (grain in ('day', 'month'));
alter table saved_view add constraint saved_view_list_check check (list in ('stalls', 'obligations', 'processes'));
alter table engine_trouble add constraint engine_trouble_kind_check check (kind in ('activity', 'workflowTask', 'divergence') and attempts > 0);
create unique index engine_trouble_open_guard on engine_trouble (process_id, kind, what) where resolved_at is null;
alter table audit add constraint audit_state_check check (state in ('queued', 'running', 'finished') and trigger in ('nightly', 'asked'));
alter table audit add constraint audit_trigger_check check ((trigger = 'nightly') = (night is not null) and (trigger = 'asked') = (asked_by is not null));
create unique index audit_item_open_guard on audit_item (kind, subject) where resolved_at is null;

-- 9. Residents' problems.
alter table attachment add constraint attachment_kind_check check (kind in ('photo', 'voice'));
alter table attachment add constraint attachment_sha256_check check (sha256 ~ '^[0-9a-f]{64}$');
-- It waits and expires, or it belongs to a problem.
alter table attachment add constraint attachment_use_check check ((expires_at is null) = (problem_id is not null));
-- Sealed bytes do not become smaller.
alter table attachment alter column content set storage external;
alter table problem_report add constraint problem_report_channel_check
  check (channel in ('web', 'hotline', 'petition', 'grid', 'committee', 'sensor', 'helper'));
alter table problem_report add constraint problem_report_contact_check
  check ((contact_cipher is null) = (phone_masked is null) and (contact_cipher is null or num_nonnulls(reporter_account, reporter_owner) = 0));
create unique index problem_report_first_guard on problem_report (problem_id) where is_first;
create unique index problem_report_account_guard on problem_report (problem_id, reporter_account) where reporter_account is not null;
create unique index problem_report_owner_guard on problem_report (problem_id, reporter_owner) where reporter_owner is not null;
alter table intake_source add constraint intake_source_kind_check check (kind in ('hotline', 'sensors', 'payments'));
alter table sensor_device add constraint sensor_device_join_check check (join_minutes between 0 and 10080);
alter table hotline_import_row add constraint hotline_import_row_verdict_check
  check (verdict in ('opens', 'joins', 'alreadyIn', 'refused'));
-- 10. Visits to households.
alter table household_record add constraint household_record_section_check
  check (section in ('members', 'contacts', 'needs', 'health', 'medicines', 'risks', 'other'));
alter table household_look add constraint household_look_purpose_check
  check (purpose in ('visit', 'followUp', 'emergency', 'handover', 'review'));
-- 12. Money that comes in and goes back. (Balances are the ledger's.)
alter table project_plan add constraint project_plan_holder_check check (holder in ('street', 'committee', 'firmEscrow'));
alter table collect_window add constraint collect_window_state_check check (state in ('open', 'closed', 'lapsed'));
alter table collect_payer add constraint collect_payer_due_check check (due_fen >= 0);
alter table collect_payer add constraint collect_payer_reference_check check (reference ~ '^[A-HJKMNP-Z]{8}$');
alter table money_in add constraint money_in_amount_check check (amount_fen > 0 and amount_fen <= 10000000000000);
alter table money_in add constraint money_in_way_check check (way in ('bank', 'cash', 'online', 'transfer'));
alter table money_match add constraint money_match_attempt_check check (attempt_no > 0 and excess_fen >= 0);
alter table money_match add constraint money_match_class_check
  check ((right_no is null) = (amount_class is null) and amount_class in ('exact', 'underpaid', 'overpaid', 'paidTwice'));
alter table money_match add constraint money_match_timing_check check (timing in ('inTime', 'late') and paid_by in ('self', 'relative', 'unknown'));
alter table statement_row add constraint statement_row_verdict_check
  check (verdict in ('matched', 'unmatched', 'outgoing', 'alreadyIn', 'refused'));
alter table cash_receipt add constraint cash_receipt_amount_check check (amount_fen > 0 and receipt_no > 0);
alter table cash_receipt_end add constraint cash_receipt_end_kind_check
  check (kind in ('confirmed', 'void') and (kind = 'confirmed') = (money_id is not null) and (kind = 'void') = (reason_text is not null));
alter table payment_order add constraint payment_order_state_check
  check (state in ('created', 'failed', 'paid') and amount_fen > 0 and refunded_fen between 0 and amount_fen);
alter table payment_event add constraint payment_event_kind_check
  check (kind in ('paid', 'failed', 'refunded') and result in ('taken', 'stale', 'waiting'));
alter table refund add constraint refund_of_check check (of in ('surplus', 'all', 'excess', 'unmatched') and amount_fen > 0);
alter table refund add constraint refund_state_check check (state in ('listed', 'confirmed', 'sent', 'paid', 'held', 'disposed'));
alter table refund add constraint refund_two_people_check check (first_by is distinct from second_by or first_by is null);
create index refund_open_guard on refund (process_id, of) where state in ('listed', 'confirmed', 'sent');
-- Money that was never matched goes back once.
create unique index refund_unmatched_guard on refund (money_id) where of = 'unmatched';

-- Disclosure and common revenue.
alter table disclosure_statement add constraint disclosure_statement_version_check check (version > 0);
alter table common_income add constraint common_income_amount_check check (amount_fen > 0);
alter table common_spending add constraint common_spending_amount_check check (amount_fen > 0);
alter table common_spending add constraint common_spending_fund_check check (fund in ('commonIncome', 'feeSurplus'));
alter table common_spending add constraint common_spending_vote_check check ((vote_id is null) = (item_id is null));
-- 11. The ledger (domain/ledger says the same; what is refused here would be our bug).
alter table ledger_account add constraint ledger_account_kind_check check (kind in
  ('held', 'received', 'spent', 'refunded', 'unmatched', 'income', 'granted', 'feeBilled', 'feePaid', 'feeIncome'));
alter table ledger_account add constraint ledger_account_level_check check (
  case when kind in ('received', 'refunded') then project_id is not null
       when kind in ('income', 'granted', 'feeBilled', 'feePaid', 'feeIncome') then project_id is null else true end);
alter table ledger_account add constraint ledger_account_payer_check
  check ((payer is not null) = (kind in ('received', 'refunded', 'feeBilled', 'feePaid')));
alter table ledger_account add constraint ledger_account_source_check
  check (case kind when 'unmatched' then source is null when 'held' then true else source is not null end);
create unique index ledger_account_names_guard on ledger_account (estate_id, project_id, source, kind, payer) nulls not distinct;
alter table ledger_transaction add constraint ledger_transaction_kind_check check (kind in
  ('receipt', 'unmatchedReceipt', 'match', 'unmatchedReturn', 'spending', 'refund', 'incomeReceipt', 'incomeGrant', 'incomeGrantReturn',
   'feeBill', 'feePayment', 'feeRefund', 'feeSurplus', 'reversal'));
alter table ledger_transaction add constraint ledger_transaction_reversal_check
  check ((kind = 'reversal') = (reverses_id is not null) and (kind = 'reversal') = (reason_text is not null));
alter table ledger_transaction add constraint ledger_transaction_entries_check check (entry_count between 1 and 50000);
alter table ledger_entry add constraint ledger_entry_amount_check
  check (amount_fen <> 0 and amount_fen between -10000000000000 and 10000000000000 and line_no > 0 and entry_no > 0);
alter table ledger_balance add constraint ledger_balance_side_check check (
  entries >= 0 and abs(balance_fen) <= 9007199254740991 and case side when 'debit' then balance_fen >= 0 when 'credit' then balance_fen <= 0 else false end);
alter table ledger_reversal_request add constraint ledger_reversal_request_decision_check
  check (decision in ('confirmed', 'declined') and num_nulls(decision, decided_by, decided_at) in (0, 3));
-- Two people: whoever asked does not decide.
alter table ledger_reversal_request add constraint ledger_reversal_request_two_check check (decided_by is distinct from asked_by);
create unique index ledger_transaction_reverses_guard on ledger_transaction (reverses_id) where reverses_id is not null;
create unique index ledger_reversal_request_open_guard on ledger_reversal_request (transaction_id) where decision is null;

create function ledger_side(kind text) returns text language sql immutable as $$
  select case when kind in ('held', 'spent', 'refunded', 'granted', 'feeBilled') then 'debit' else 'credit' end
$$;

-- Every statement that adds entries adds whole transactions, balanced for each project and source; each account goes on from its newest
-- entry; and the maintained balances move with them. Account and transaction of an entry are there (a foreign key would look each up again). Rows of balances are locked in the order of the accounts. As the owner of the tables,
-- since nobody else may write balances. By index only: plans are kept, and one that was made while the tables were empty would read all of them.
create function keep_ledger() returns trigger language plpgsql security definer
  set search_path = public, pg_temp set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  wrong uuid;
  is_unbalanced boolean;
  accounts int;
  moved int;
begin
  select part.transaction_id, bool_or(part.fen <> 0) into wrong, is_unbalanced
  from (
    select e.transaction_id, sum(e.amount_fen) as fen, count(*) as lines, max(e.line_no) as last_line, t.entry_count,
      bool_or((a.estate_id = t.estate_id and e.recorded_at = t.recorded_at) is not true) as is_elsewhere
    from added e left join ledger_account a on a.id = e.account_id left join ledger_transaction t on t.id = e.transaction_id
    group by e.transaction_id, t.entry_count, a.project_id, a.source) part
  group by part.transaction_id, part.entry_count
  having bool_or(part.fen <> 0 or part.is_elsewhere) or sum(part.lines) <> part.entry_count or max(part.last_line) <> part.entry_count
  limit 1;
  if is_unbalanced then
    raise exception 'ledger transaction % is not balanced for each project and source', wrong using errcode = 'GZ003';
  elsif wrong is not null then
    raise exception 'the entries of ledger transaction % did not come all at once, for its estate and instant', wrong using errcode = 'GZ004';
  end if;

  select e.account_id into wrong from (
    select account_id, entry_no, amount_fen, balance_after_fen, recorded_at,
      lag(entry_no) over one as before_no, lag(balance_after_fen) over one as before_fen, lag(recorded_at) over one as before_at
    from added window one as (partition by account_id order by entry_no)) e
    left join lateral (
      select l.entry_no, l.balance_after_fen, l.recorded_at from ledger_entry l
      where e.before_no is null and l.account_id = e.account_id and l.entry_no < e.entry_no
      order by l.recorded_at desc, l.entry_no desc limit 1) newest on true
  where e.entry_no <> coalesce(e.before_no, newest.entry_no, 0) + 1
    or e.balance_after_fen <> coalesce(e.before_fen, newest.balance_after_fen, 0) + e.amount_fen
    or e.recorded_at < coalesce(e.before_at, newest.recorded_at, '-infinity')
  limit 1;
  if found then
    raise exception 'an entry of ledger account % does not follow on from the one before', wrong using errcode = 'GZ005';
  end if;

  insert into ledger_balance (account_id, side, balance_fen, entries, last_at)
  select a.id, ledger_side(a.kind), 0, 0, a.opened_at from (select distinct account_id from added where entry_no = 1) e
    join ledger_account a on a.id = e.account_id
  order by a.id on conflict (account_id) do nothing;

  perform from ledger_balance b join (select distinct account_id from added) e on e.account_id = b.account_id order by b.account_id for update of b;
  get diagnostics accounts = row_count;

  -- From where the entries began, or not at all.
  update ledger_balance b set balance_fen = e.balance_after_fen, entries = e.entry_no, last_at = e.recorded_at
  from (
    select distinct on (account_id) account_id, balance_after_fen, entry_no, recorded_at,
      count(*) over (partition by account_id) as lines, sum(amount_fen) over (partition by account_id) as moved_fen
    from added order by account_id, entry_no desc) e
  where b.account_id = e.account_id and b.entries = e.entry_no - e.lines and b.balance_fen = e.balance_after_fen - e.moved_fen;
  get diagnostics moved = row_count;
  if moved < accounts or accounts < (select count(distinct account_id) from added) then
    raise exception 'the maintained balances of ledger accounts differ from their entries' using errcode = 'GZ006';
  end if;
  return null;
end $$;

create trigger keep_ledger after insert on ledger_entry referencing new table as added for each statement execute function keep_ledger();

-- No transaction without its entries; and what takes another back moves exactly what that one moved.
create function complete_ledger_transaction() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  wrong uuid;
begin
  select t.id into wrong from added t where t.entry_count <> (select count(*) from ledger_entry e where e.transaction_id = t.id) limit 1;
  if found then
    raise exception 'ledger transaction % came without its entries', wrong using errcode = 'GZ004';
  end if;
  select t.id into wrong from added t join ledger_transaction o on o.id = t.reverses_id
  where o.kind = 'reversal' or o.entry_count <> t.entry_count or exists (
    select account_id, amount_fen from ledger_entry where transaction_id = t.id
    except all select account_id, -amount_fen from ledger_entry where transaction_id = o.id)
  limit 1;
  if found then
    raise exception 'ledger transaction % is not the reversal of the one it names', wrong using errcode = 'GZ007';
  end if;
  return null;
end $$;

create trigger complete_ledger_transaction after insert on ledger_transaction referencing new table as added
  for each statement execute function complete_ledger_transaction();

revoke insert, update, delete, truncate on ledger_balance from gongzhi_app;

-- The auditor's repair: balances made again from the entries. Returns how many were wrong.
create function rebuild_ledger_balances(accounts uuid[]) returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare
  changed int;
begin
  perform from ledger_balance where account_id = any(accounts) order by account_id for update;
  insert into ledger_balance as b (account_id, side, balance_fen, entries, last_at)
  select a.id, ledger_side(a.kind), sum(e.amount_fen), count(*), max(e.recorded_at)
  from ledger_account a join ledger_entry e on e.account_id = a.id where a.id = any(accounts) group by a.id, a.kind order by a.id
  on conflict (account_id) do update
    set side = excluded.side, balance_fen = excluded.balance_fen, entries = excluded.entries, last_at = excluded.last_at
  where (b.side, b.balance_fen, b.entries, b.last_at) is distinct from (excluded.side, excluded.balance_fen, excluded.entries, excluded.last_at);
  get diagnostics changed = row_count;
  return changed;
end $$;

-- 12. Property fees and the owners' covenant.
alter table fee_schedule add constraint fee_schedule_form_check check (form in ('lumpSum', 'costPlus', 'trust'));
alter table fee_schedule add constraint fee_schedule_months_check check (until_month is null or until_month >= from_month);
alter table fee_parking add constraint fee_parking_spaces_check check (spaces between 0 and 100);
alter table fee_run add constraint fee_run_counts_check check (bill_count between 0 and unit_count and total_fen >= 0);
-- Nobody pays more than is billed, whatever comes at the same moment.
alter table fee_bill add constraint fee_bill_paid_check check (amount_fen > 0 and paid_fen between 0 and amount_fen);
alter table fee_payment add constraint fee_payment_amount_check check (amount_fen > 0);
alter table fee_payment_part add constraint fee_payment_part_amount_check check (amount_fen > 0);
alter table fee_import_row add constraint fee_import_row_verdict_check check (verdict in ('pays', 'alreadyIn', 'refused'));
alter table fee_spending add constraint fee_spending_amount_check check (amount_fen > 0);
alter table fee_spending add constraint fee_spending_state_check check (state in ('proposed', 'posted', 'refused')
  and (state = 'posted') = (transaction_id is not null) and (state = 'proposed') = (decided_by is null));
-- Two people: whoever proposes a spending does not decide it.
alter table fee_spending add constraint fee_spending_two_check check (decided_by is distinct from proposed_by);
alter table covenant_version add constraint covenant_version_no_check check (version > 0);
alter table covenant_draft add constraint covenant_draft_hash_check check (text_sha256 ~ '^[0-9a-f]{64}$');
