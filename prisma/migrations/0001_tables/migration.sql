-- Made by scripts/dev/make-migration.ts from prisma/schema. Do not edit.
-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('districtSupervisor', 'streetOfficer', 'communitySecretary', 'gridWorker', 'committeeMember', 'firmManager', 'owner', 'resident', 'expert', 'departmentOfficer', 'auditor');

-- CreateEnum
CREATE TYPE "PlaceKind" AS ENUM ('district', 'street', 'community', 'estate', 'building', 'entrance');

-- CreateEnum
CREATE TYPE "UnitUse" AS ENUM ('dwelling', 'shop', 'office', 'parking', 'storage', 'other');

-- CreateEnum
CREATE TYPE "UnitTenure" AS ENUM ('sold', 'developerUnsold', 'developerUndelivered');

-- CreateEnum
CREATE TYPE "OwnerKind" AS ENUM ('person', 'organisation');

-- CreateTable
CREATE TABLE "hold_entry" (
    "id" BIGSERIAL NOT NULL,
    "process_id" UUID NOT NULL,
    "is_held" BOOLEAN NOT NULL,
    "reason_text" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "hold_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "text_erasure" (
    "sha256" TEXT NOT NULL,
    "process_id" UUID NOT NULL,
    "reason_text" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "text_erasure_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "attachment" (
    "id" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "byte_count" INTEGER NOT NULL,
    "width" INTEGER,
    "height" INTEGER,
    "ring_key_id" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "uploaded_by" UUID,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "problem_id" UUID,
    "report_id" UUID,
    "for_offices" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "attachment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit" (
    "id" UUID NOT NULL,
    "trigger" TEXT NOT NULL,
    "night" DATE,
    "asked_by" UUID,
    "scope_paths" TEXT[],
    "is_full" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "alive_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "reached_id" UUID,
    "processes" INTEGER NOT NULL DEFAULT 0,
    "events" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_item" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "process_id" UUID,
    "place_path" TEXT,
    "detail" JSONB NOT NULL,
    "first_found_at" TIMESTAMPTZ(3) NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "audit_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_finding" (
    "audit_id" UUID NOT NULL,
    "item_id" UUID NOT NULL,

    CONSTRAINT "audit_finding_pkey" PRIMARY KEY ("audit_id","item_id")
);

-- CreateTable
CREATE TABLE "audit_repair" (
    "command_id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "motion" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_repair_pkey" PRIMARY KEY ("command_id")
);

-- CreateTable
CREATE TABLE "covenant_draft" (
    "id" UUID NOT NULL,
    "estate_id" UUID NOT NULL,
    "text_sha256" TEXT NOT NULL,
    "articles" JSONB NOT NULL,
    "on_version" INTEGER NOT NULL,
    "reason_text" TEXT NOT NULL,
    "by_account" UUID NOT NULL,
    "by_role" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "covenant_draft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "covenant_version" (
    "estate_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "draft_id" UUID NOT NULL,
    "text_sha256" TEXT NOT NULL,
    "vote_id" UUID NOT NULL,
    "certified_at" TIMESTAMPTZ(3) NOT NULL,
    "in_force_on" DATE NOT NULL,
    "by_account" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "covenant_version_pkey" PRIMARY KEY ("estate_id","version")
);

-- CreateTable
CREATE TABLE "assistance" (
    "id" UUID NOT NULL,
    "vote_id" UUID NOT NULL,
    "right_no" INTEGER NOT NULL,
    "helped_owner_id" UUID NOT NULL,
    "assistant_account" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "witness_account" UUID,
    "witness_text" TEXT,
    "will" TEXT NOT NULL,
    "paper_serial" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "assistance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assistance_use" (
    "assistance_id" UUID NOT NULL,
    "vote_id" UUID NOT NULL,
    "ballot_seq" INTEGER NOT NULL,
    "confirmation" TEXT NOT NULL,
    "signature_sha256" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "assistance_use_pkey" PRIMARY KEY ("assistance_id")
);

-- CreateTable
CREATE TABLE "call_back" (
    "vote_id" UUID NOT NULL,
    "ballot_seq" INTEGER NOT NULL,
    "attempt_no" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "by_account" UUID NOT NULL,
    "note" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "call_back_pkey" PRIMARY KEY ("vote_id","ballot_seq","attempt_no")
);

-- CreateTable
CREATE TABLE "ballot_ruling" (
    "vote_id" UUID NOT NULL,
    "ballot_seq" INTEGER NOT NULL,
    "remedy" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "by_account" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ballot_ruling_pkey" PRIMARY KEY ("vote_id","ballot_seq")
);

-- CreateTable
CREATE TABLE "checkpoint_kept" (
    "vote_id" UUID NOT NULL,
    "size" INTEGER NOT NULL,
    "by_account" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "checkpoint_kept_pkey" PRIMARY KEY ("vote_id","size","by_account")
);

-- CreateTable
CREATE TABLE "disclosure_statement" (
    "process_id" UUID NOT NULL,
    "no" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "estate_id" UUID NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "body" JSONB NOT NULL,
    "sha256" TEXT NOT NULL,

    CONSTRAINT "disclosure_statement_pkey" PRIMARY KEY ("process_id","no","version")
);

-- CreateTable
CREATE TABLE "common_income" (
    "income_id" UUID NOT NULL,
    "estate_id" UUID NOT NULL,
    "category" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "happened_on" DATE NOT NULL,
    "transaction_id" UUID NOT NULL,
    "recorded_by" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "note_text" TEXT NOT NULL,

    CONSTRAINT "common_income_pkey" PRIMARY KEY ("income_id")
);

-- CreateTable
CREATE TABLE "common_spending" (
    "spending_id" UUID NOT NULL,
    "estate_id" UUID NOT NULL,
    "fund" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "for_place_id" UUID NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "payee_text" TEXT NOT NULL,
    "reason_text" TEXT NOT NULL,
    "vote_id" UUID,
    "item_id" TEXT,
    "proposed_by" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "common_spending_pkey" PRIMARY KEY ("spending_id")
);

-- CreateTable
CREATE TABLE "common_spending_approval" (
    "spending_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "common_spending_approval_pkey" PRIMARY KEY ("spending_id","account_id")
);

-- CreateTable
CREATE TABLE "common_spending_payment" (
    "spending_id" UUID NOT NULL,
    "transaction_id" UUID NOT NULL,
    "happened_on" DATE NOT NULL,
    "vote_id" UUID,
    "item_id" TEXT,
    "paid_by" UUID NOT NULL,
    "paid_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "common_spending_payment_pkey" PRIMARY KEY ("spending_id")
);

-- CreateTable
CREATE TABLE "fee_schedule" (
    "estate_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "from_month" TEXT NOT NULL,
    "until_month" TEXT,
    "form" TEXT NOT NULL,
    "terms" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "basis_text" TEXT NOT NULL,
    "vote_id" UUID,
    "by_account" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fee_schedule_pkey" PRIMARY KEY ("estate_id","version")
);

-- CreateTable
CREATE TABLE "fee_parking" (
    "id" UUID NOT NULL,
    "unit_id" UUID NOT NULL,
    "from_month" TEXT NOT NULL,
    "spaces" INTEGER NOT NULL,
    "by_account" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fee_parking_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fee_run" (
    "id" UUID NOT NULL,
    "estate_id" UUID NOT NULL,
    "month" TEXT NOT NULL,
    "schedule_version" INTEGER NOT NULL,
    "schedule_hash" TEXT NOT NULL,
    "unit_count" INTEGER NOT NULL,
    "bill_count" INTEGER NOT NULL DEFAULT 0,
    "total_fen" BIGINT NOT NULL DEFAULT 0,
    "done_through" UUID,
    "by_account" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "fee_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fee_bill" (
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "estate_id" UUID NOT NULL,
    "unit_id" UUID NOT NULL,
    "month" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "paid_fen" BIGINT NOT NULL DEFAULT 0,
    "working" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fee_bill_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fee_payment" (
    "id" UUID NOT NULL,
    "estate_id" UUID NOT NULL,
    "unit_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "month" TEXT,
    "amount_fen" BIGINT NOT NULL,
    "paid_on" DATE NOT NULL,
    "channel" TEXT NOT NULL,
    "import_id" UUID,
    "transaction_id" UUID NOT NULL,
    "passed_on_id" UUID,
    "by_account" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fee_payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fee_payment_part" (
    "payment_id" UUID NOT NULL,
    "bill_id" UUID NOT NULL,
    "amount_fen" BIGINT NOT NULL,

    CONSTRAINT "fee_payment_part_pkey" PRIMARY KEY ("payment_id","bill_id")
);

-- CreateTable
CREATE TABLE "fee_payment_reversal" (
    "payment_id" UUID NOT NULL,
    "reason_text" TEXT NOT NULL,
    "transaction_id" UUID NOT NULL,
    "by_account" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fee_payment_reversal_pkey" PRIMARY KEY ("payment_id")
);

-- CreateTable
CREATE TABLE "fee_import" (
    "id" UUID NOT NULL,
    "estate_id" UUID NOT NULL,
    "file_sha256" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "summary" JSONB NOT NULL,
    "by_account" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "committed_at" TIMESTAMPTZ(3),
    "committed_by" UUID,

    CONSTRAINT "fee_import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fee_import_row" (
    "import_id" UUID NOT NULL,
    "row_no" INTEGER NOT NULL,
    "verdict" TEXT NOT NULL,
    "reference" TEXT,
    "unit_id" UUID,
    "month" TEXT,
    "amount_fen" BIGINT,
    "paid_on" DATE,
    "channel" TEXT NOT NULL,
    "issues" JSONB NOT NULL,
    "payment_id" UUID,

    CONSTRAINT "fee_import_row_pkey" PRIMARY KEY ("import_id","row_no")
);

-- CreateTable
CREATE TABLE "fee_spending" (
    "id" UUID NOT NULL,
    "estate_id" UUID NOT NULL,
    "category" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "spent_on" DATE NOT NULL,
    "purpose_text" TEXT NOT NULL,
    "document_sha256" TEXT,
    "proposed_by" UUID NOT NULL,
    "proposed_role" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "transaction_id" UUID,

    CONSTRAINT "fee_spending_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "household_record" (
    "id" UUID NOT NULL,
    "unit_id" UUID NOT NULL,
    "section" TEXT NOT NULL,
    "content_cipher" TEXT NOT NULL,
    "by_account" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "household_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "household_look" (
    "id" UUID NOT NULL,
    "unit_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "purpose_cipher" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "household_look_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "login_name" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "is_sample" BOOLEAN NOT NULL DEFAULT false,
    "owner_id" UUID,
    "disabled_at" TIMESTAMPTZ(3),
    "token_epoch" INTEGER NOT NULL DEFAULT 0,
    "epoch_raised_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_grant" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "role" "Role" NOT NULL,
    "place_id" UUID,
    "unit_id" UUID,
    "path" TEXT NOT NULL,
    "department" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "role_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "refresh_hash" TEXT NOT NULL,
    "previous_hash" TEXT,
    "rotated_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account_event" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "by_account_id" UUID,
    "authority_role" TEXT,
    "authority_path" TEXT,
    "command_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "login_throttle" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "login_throttle_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "intake_source" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "place_id" UUID NOT NULL,
    "place_path" TEXT NOT NULL,
    "registered_by" UUID NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "intake_source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "intake_source_key" (
    "source_id" UUID NOT NULL,
    "key_no" INTEGER NOT NULL,
    "ring_key_id" TEXT NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "valid_until" TIMESTAMPTZ(3),

    CONSTRAINT "intake_source_key_pkey" PRIMARY KEY ("source_id","key_no")
);

-- CreateTable
CREATE TABLE "signed_call" (
    "source_id" UUID NOT NULL,
    "call_hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "signed_call_pkey" PRIMARY KEY ("source_id","call_hash")
);

-- CreateTable
CREATE TABLE "sensor_device" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "serial_no" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "place_id" UUID NOT NULL,
    "place_path" TEXT NOT NULL,
    "estate_id" UUID NOT NULL,
    "join_minutes" INTEGER NOT NULL,
    "registered_by" UUID NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "sensor_device_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "intake_signal" (
    "source_id" UUID NOT NULL,
    "signal_no" TEXT NOT NULL,
    "device_id" UUID,
    "problem_id" UUID NOT NULL,
    "report_id" UUID NOT NULL,
    "happened_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "intake_signal_pkey" PRIMARY KEY ("source_id","signal_no")
);

-- CreateTable
CREATE TABLE "hotline_import" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "place_id" UUID NOT NULL,
    "file_sha256" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "by_account_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "summary" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "committed_at" TIMESTAMPTZ(3),
    "committed_by" UUID,

    CONSTRAINT "hotline_import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "hotline_import_row" (
    "import_id" UUID NOT NULL,
    "row_no" INTEGER NOT NULL,
    "verdict" TEXT NOT NULL,
    "ticket_no" TEXT,
    "estate_id" UUID,
    "spot_place_id" UUID,
    "category" TEXT,
    "called_at" TIMESTAMPTZ(3),
    "sealed" TEXT,
    "phone_masked" TEXT,
    "issues" JSONB NOT NULL,
    "problem_id" UUID,

    CONSTRAINT "hotline_import_row_pkey" PRIMARY KEY ("import_id","row_no")
);

-- CreateTable
CREATE TABLE "ledger_account" (
    "id" UUID NOT NULL,
    "estate_id" UUID NOT NULL,
    "project_id" UUID,
    "source" TEXT,
    "kind" TEXT NOT NULL,
    "payer" TEXT,
    "purpose" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_transaction" (
    "id" UUID NOT NULL,
    "business_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "estate_id" UUID NOT NULL,
    "process_id" UUID,
    "happened_on" DATE NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "by_accounts" UUID[],
    "document_hash" TEXT,
    "content_hash" TEXT NOT NULL,
    "entry_count" INTEGER NOT NULL,
    "reverses_id" UUID,
    "reason_text" TEXT,

    CONSTRAINT "ledger_transaction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "transaction_id" UUID NOT NULL,
    "line_no" INTEGER NOT NULL,
    "account_id" UUID NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "entry_no" INTEGER NOT NULL,
    "balance_after_fen" BIGINT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("transaction_id","line_no")
);

-- CreateTable
CREATE TABLE "ledger_balance" (
    "account_id" UUID NOT NULL,
    "side" TEXT NOT NULL,
    "balance_fen" BIGINT NOT NULL,
    "entries" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_balance_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "ledger_reversal_request" (
    "id" UUID NOT NULL,
    "transaction_id" UUID NOT NULL,
    "asked_by" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "reason_text" TEXT NOT NULL,
    "decision" TEXT,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "ledger_reversal_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "meeting_pack" (
    "process_id" UUID NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "body" JSONB NOT NULL,
    "sha256" TEXT NOT NULL,

    CONSTRAINT "meeting_pack_pkey" PRIMARY KEY ("process_id")
);

-- CreateTable
CREATE TABLE "printed_paper" (
    "hash" TEXT NOT NULL,
    "process_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "part" TEXT NOT NULL,
    "article" TEXT NOT NULL,
    "template_sha256" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "issued_by" UUID NOT NULL,

    CONSTRAINT "printed_paper_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "paper_template" (
    "place_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "body" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_account" UUID NOT NULL,

    CONSTRAINT "paper_template_pkey" PRIMARY KEY ("place_id","kind","version")
);

-- CreateTable
CREATE TABLE "petition_window" (
    "petition_id" UUID NOT NULL,
    "roll_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "closes_at" TIMESTAMPTZ(3) NOT NULL,
    "thresholds" JSONB NOT NULL,
    "round_no" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "petition_window_pkey" PRIMARY KEY ("petition_id")
);

-- CreateTable
CREATE TABLE "petition_signature" (
    "petition_id" UUID NOT NULL,
    "signature_id" UUID NOT NULL,
    "right_no" INTEGER NOT NULL,
    "attempt_no" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,
    "by_account" UUID NOT NULL,
    "owner_id" UUID,
    "page_no" INTEGER,
    "line_no" INTEGER,
    "collector_name" TEXT,
    "command_id" UUID NOT NULL,

    CONSTRAINT "petition_signature_pkey" PRIMARY KEY ("petition_id","signature_id")
);

-- CreateTable
CREATE TABLE "petition_signature_end" (
    "petition_id" UUID NOT NULL,
    "signature_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_account" UUID,
    "reason_text" TEXT,

    CONSTRAINT "petition_signature_end_pkey" PRIMARY KEY ("petition_id","signature_id")
);

-- CreateTable
CREATE TABLE "place" (
    "id" UUID NOT NULL,
    "kind" "PlaceKind" NOT NULL,
    "parent_id" UUID,
    "path" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "place_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "unit" (
    "id" UUID NOT NULL,
    "estate_id" UUID NOT NULL,
    "building_id" UUID NOT NULL,
    "entrance_id" UUID,
    "unit_key" TEXT NOT NULL,
    "door_key" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "use" "UnitUse" NOT NULL,
    "tenure" "UnitTenure" NOT NULL,
    "area_dm2" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "unit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "owner" (
    "id" UUID NOT NULL,
    "kind" "OwnerKind" NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "id_kind" TEXT,
    "id_hash" TEXT,
    "id_cipher" TEXT,
    "id_masked" TEXT,
    "phone_hash" TEXT,
    "phone_cipher" TEXT,
    "phone_masked" TEXT,
    "is_party_member" BOOLEAN NOT NULL DEFAULT false,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "owner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ownership" (
    "id" UUID NOT NULL,
    "unit_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "is_representative" BOOLEAN NOT NULL DEFAULT false,
    "from_on" DATE NOT NULL,
    "until_on" DATE,

    CONSTRAINT "ownership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenancy" (
    "id" UUID NOT NULL,
    "unit_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "phone_hash" TEXT,
    "phone_cipher" TEXT,
    "phone_masked" TEXT,
    "from_on" DATE NOT NULL,
    "until_on" DATE,

    CONSTRAINT "tenancy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "register_revision" (
    "estate_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "register_revision_pkey" PRIMARY KEY ("estate_id")
);

-- CreateTable
CREATE TABLE "register_import" (
    "id" UUID NOT NULL,
    "estate_id" UUID NOT NULL,
    "file_sha256" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "by_account_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "base_revision" INTEGER NOT NULL,
    "summary" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "committed_at" TIMESTAMPTZ(3),
    "committed_by" UUID,

    CONSTRAINT "register_import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "register_import_row" (
    "import_id" UUID NOT NULL,
    "row_no" INTEGER NOT NULL,
    "verdict" TEXT NOT NULL,
    "issues" JSONB NOT NULL,
    "changes" JSONB NOT NULL,
    "unit_key" TEXT,
    "door_key" TEXT,
    "building_key" TEXT,
    "building_name" TEXT,
    "entrance_key" TEXT,
    "entrance_name" TEXT,
    "room" TEXT,
    "use" "UnitUse",
    "area_dm2" INTEGER,
    "tenure" "UnitTenure",
    "capacity" TEXT NOT NULL,
    "holder_name" TEXT,
    "name_key" TEXT,
    "id_kind" TEXT,
    "id_hash" TEXT,
    "id_cipher" TEXT,
    "id_masked" TEXT,
    "phone_hash" TEXT,
    "phone_cipher" TEXT,
    "phone_masked" TEXT,
    "is_representative" BOOLEAN,
    "is_party_member" BOOLEAN,
    "owner_id" UUID,
    "owner_revision" INTEGER,

    CONSTRAINT "register_import_row_pkey" PRIMARY KEY ("import_id","row_no")
);

-- CreateTable
CREATE TABLE "unmask_record" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "by_account_id" UUID NOT NULL,
    "reason_text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "unmask_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evote_platform" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "place_id" UUID NOT NULL,
    "place_path" TEXT NOT NULL,
    "registered_by" UUID NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evote_platform_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evote_platform_key" (
    "platform_id" UUID NOT NULL,
    "key_no" INTEGER NOT NULL,
    "ring_key_id" TEXT NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "valid_until" TIMESTAMPTZ(3),

    CONSTRAINT "evote_platform_key_pkey" PRIMARY KEY ("platform_id","key_no")
);

-- CreateTable
CREATE TABLE "platform_batch" (
    "id" UUID NOT NULL,
    "vote_id" UUID NOT NULL,
    "platform_id" UUID NOT NULL,
    "door" TEXT NOT NULL,
    "is_check" BOOLEAN NOT NULL,
    "body_sha256" TEXT NOT NULL,
    "accepted_count" INTEGER NOT NULL,
    "repeated_count" INTEGER NOT NULL,
    "refused_count" INTEGER NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "by_account" UUID,

    CONSTRAINT "platform_batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "platform_row" (
    "batch_id" UUID NOT NULL,
    "row_no" INTEGER NOT NULL,
    "vote_id" UUID NOT NULL,
    "platform_id" UUID NOT NULL,
    "reference" TEXT,
    "verdict" TEXT NOT NULL,
    "code" TEXT,
    "params" JSONB NOT NULL,
    "right_no" INTEGER,
    "ballot_seq" INTEGER,

    CONSTRAINT "platform_row_pkey" PRIMARY KEY ("batch_id","row_no")
);

-- CreateTable
CREATE TABLE "platform_totals" (
    "vote_id" UUID NOT NULL,
    "platform_id" UUID NOT NULL,
    "totals_no" INTEGER NOT NULL,
    "totals" JSONB NOT NULL,
    "door" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "by_account" UUID,

    CONSTRAINT "platform_totals_pkey" PRIMARY KEY ("vote_id","platform_id","totals_no")
);

-- CreateTable
CREATE TABLE "platform_explanation" (
    "vote_id" UUID NOT NULL,
    "platform_id" UUID NOT NULL,
    "comparison_sha256" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "by_account" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "platform_explanation_pkey" PRIMARY KEY ("vote_id","platform_id","comparison_sha256")
);

-- CreateTable
CREATE TABLE "household_share" (
    "process_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "right_no" INTEGER NOT NULL,
    "share_fen" BIGINT,
    "working" JSONB NOT NULL,

    CONSTRAINT "household_share_pkey" PRIMARY KEY ("process_id","version","right_no")
);

-- CreateTable
CREATE TABLE "pledge_total" (
    "process_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "roll_id" UUID NOT NULL,
    "shares_hash" TEXT NOT NULL,
    "households" INTEGER NOT NULL,
    "shares_fen" BIGINT NOT NULL,
    "pledged_households" INTEGER NOT NULL DEFAULT 0,
    "pledged_fen" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "pledge_total_pkey" PRIMARY KEY ("process_id","version")
);

-- CreateTable
CREATE TABLE "pledge_window" (
    "process_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "roll_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "opens_at" TIMESTAMPTZ(3) NOT NULL,
    "closes_at" TIMESTAMPTZ(3) NOT NULL,
    "suspended" BOOLEAN NOT NULL,
    "target_fen" BIGINT NOT NULL,
    "bar_num" INTEGER NOT NULL,
    "bar_den" INTEGER NOT NULL,
    "cap_fen" BIGINT NOT NULL,
    "rule" JSONB NOT NULL,
    "round_no" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "pledge_window_pkey" PRIMARY KEY ("process_id")
);

-- CreateTable
CREATE TABLE "pledge" (
    "process_id" UUID NOT NULL,
    "pledge_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "right_no" INTEGER NOT NULL,
    "attempt_no" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "pledged_at" TIMESTAMPTZ(3) NOT NULL,
    "by_account" UUID NOT NULL,
    "owner_id" UUID,
    "page_no" INTEGER,
    "line_no" INTEGER,
    "collector_name" TEXT,
    "sheet_sha256" TEXT,
    "confirms" UUID,
    "command_id" UUID NOT NULL,
    "body_hash" BYTEA NOT NULL,

    CONSTRAINT "pledge_pkey" PRIMARY KEY ("pledge_id")
);

-- CreateTable
CREATE TABLE "pledge_end" (
    "process_id" UUID NOT NULL,
    "pledge_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_account" UUID NOT NULL,
    "reason_text" TEXT,

    CONSTRAINT "pledge_end_pkey" PRIMARY KEY ("pledge_id")
);

-- CreateTable
CREATE TABLE "pledge_visit" (
    "process_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "right_no" INTEGER NOT NULL,
    "visit_no" INTEGER NOT NULL,
    "result" TEXT NOT NULL,
    "visited_at" TIMESTAMPTZ(3) NOT NULL,
    "by_account" UUID NOT NULL,
    "command_id" UUID NOT NULL,

    CONSTRAINT "pledge_visit_pkey" PRIMARY KEY ("process_id","version","right_no","visit_no")
);

-- CreateTable
CREATE TABLE "problem_view" (
    "problem_id" UUID NOT NULL,
    "place_path" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "department" TEXT,
    "spot_place_id" UUID NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "returns" INTEGER NOT NULL,
    "recurrence_of" UUID,
    "merged_into" UUID,

    CONSTRAINT "problem_view_pkey" PRIMARY KEY ("problem_id")
);

-- CreateTable
CREATE TABLE "process" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "place_id" UUID NOT NULL,
    "place_path" TEXT NOT NULL,
    "parent_id" UUID,
    "policy_id" TEXT NOT NULL,
    "policy_version" TEXT NOT NULL,
    "policy_hash" TEXT NOT NULL,
    "policy" JSONB NOT NULL,
    "calendar" JSONB NOT NULL,
    "launched_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "process_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "process_event" (
    "process_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "command_id" UUID NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "authority" TEXT,
    "channel" TEXT NOT NULL,
    "assisted_by" UUID,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "process_event_pkey" PRIMARY KEY ("process_id","seq")
);

-- CreateTable
CREATE TABLE "process_view" (
    "process_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "place_id" UUID NOT NULL,
    "place_path" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "outcome" TEXT,
    "is_open" BOOLEAN NOT NULL,
    "is_suspended" BOOLEAN NOT NULL,
    "exclusive_key" TEXT,
    "locks" TEXT[],
    "seen_by_roles" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "seen_by" UUID[] DEFAULT ARRAY[]::UUID[],
    "hidden_from" UUID[] DEFAULT ARRAY[]::UUID[],
    "seq" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "next_wake_at" TIMESTAMPTZ(3),

    CONSTRAINT "process_view_pkey" PRIMARY KEY ("process_id")
);

-- CreateTable
CREATE TABLE "obligation" (
    "id" UUID NOT NULL,
    "process_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "duty" TEXT NOT NULL,
    "party_kind" TEXT NOT NULL,
    "role" TEXT,
    "department" TEXT,
    "person_id" UUID,
    "place_path" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "is_provisional" BOOLEAN NOT NULL,
    "basis" TEXT NOT NULL,
    "rung" INTEGER NOT NULL DEFAULT 0,
    "reminded_count" INTEGER NOT NULL DEFAULT 0,
    "next_step_at" TIMESTAMPTZ(3),
    "next_step_tells" TEXT,
    "opened_seq" INTEGER NOT NULL,
    "closed_seq" INTEGER,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" UUID,
    "closed_how" TEXT,
    "process_kind" TEXT NOT NULL,
    "district_id" TEXT NOT NULL,
    "street_id" TEXT,
    "community_id" TEXT,
    "estate_id" TEXT,
    "stirred_at" TIMESTAMPTZ(3) NOT NULL,
    "quiet_until" TIMESTAMPTZ(3),
    "silent_at" TIMESTAMPTZ(3),
    "stuck_at" TIMESTAMPTZ(3) NOT NULL,
    "is_ping_pong" BOOLEAN NOT NULL DEFAULT false,
    "decides" TEXT,
    "decides_at" TIMESTAMPTZ(3),
    "signs" TEXT[],

    CONSTRAINT "obligation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refused_command" (
    "id" UUID NOT NULL,
    "process_id" UUID NOT NULL,
    "command_id" UUID NOT NULL,
    "command_type" TEXT NOT NULL,
    "actor_id" UUID,
    "code" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refused_command_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "command_receipt" (
    "command_id" UUID NOT NULL,
    "account_id" UUID,
    "operation" TEXT NOT NULL,
    "body_sha256" TEXT NOT NULL,
    "status" INTEGER,
    "response" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "command_receipt_pkey" PRIMARY KEY ("command_id")
);

-- CreateTable
CREATE TABLE "text_note" (
    "sha256" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "salt" TEXT,
    "command_id" UUID,
    "field" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "text_note_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "process_id" UUID NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "available_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outgoing_message" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "process_id" UUID,
    "obligation_key" TEXT,
    "template" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "to_account_id" UUID,
    "to_owner_id" UUID,
    "to_report_id" UUID,
    "place_path" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "available_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,

    CONSTRAINT "outgoing_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "change" (
    "id" BIGSERIAL NOT NULL,
    "txid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,
    "place_path" TEXT NOT NULL,
    "process_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "phase" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "project_plan" (
    "process_id" UUID NOT NULL,
    "estate_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "holder" TEXT NOT NULL,
    "works" TEXT NOT NULL,
    "scope_place_id" UUID NOT NULL,
    "sources" JSONB NOT NULL,
    "public_fen" BIGINT NOT NULL,
    "settled_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT,

    CONSTRAINT "project_plan_pkey" PRIMARY KEY ("process_id")
);

-- CreateTable
CREATE TABLE "collect_window" (
    "process_id" UUID NOT NULL,
    "estate_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "opens_at" TIMESTAMPTZ(3) NOT NULL,
    "closes_at" TIMESTAMPTZ(3) NOT NULL,
    "is_contracted" BOOLEAN NOT NULL DEFAULT false,
    "round_no" INTEGER NOT NULL DEFAULT 1,
    "pledged_fen" BIGINT NOT NULL,
    "bridged" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "collect_window_pkey" PRIMARY KEY ("process_id")
);

-- CreateTable
CREATE TABLE "collect_payer" (
    "process_id" UUID NOT NULL,
    "right_no" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "payer" TEXT NOT NULL,
    "holder_owner_ids" UUID[],
    "reference" TEXT NOT NULL,
    "due_fen" BIGINT NOT NULL,

    CONSTRAINT "collect_payer_pkey" PRIMARY KEY ("process_id","right_no")
);

-- CreateTable
CREATE TABLE "money_in" (
    "id" UUID NOT NULL,
    "estate_id" UUID NOT NULL,
    "holder" TEXT NOT NULL,
    "way" TEXT NOT NULL,
    "business_key" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "happened_on" DATE NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "sealed" TEXT,
    "payer_hash" TEXT,
    "doubt" TEXT,
    "suggest_process" UUID,
    "suggest_right" INTEGER,
    "transaction_id" UUID NOT NULL,

    CONSTRAINT "money_in_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "money_match" (
    "money_id" UUID NOT NULL,
    "attempt_no" INTEGER NOT NULL,
    "process_id" UUID NOT NULL,
    "source_id" TEXT NOT NULL,
    "right_no" INTEGER,
    "payer" TEXT NOT NULL,
    "amount_class" TEXT,
    "timing" TEXT NOT NULL,
    "paid_by" TEXT NOT NULL,
    "excess_fen" BIGINT NOT NULL,
    "why" TEXT[],
    "transaction_id" UUID NOT NULL,
    "by_account" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "money_match_pkey" PRIMARY KEY ("money_id","attempt_no")
);

-- CreateTable
CREATE TABLE "money_match_end" (
    "money_id" UUID NOT NULL,
    "attempt_no" INTEGER NOT NULL,
    "transaction_id" UUID NOT NULL,
    "reason_text" TEXT NOT NULL,
    "by_account" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "money_match_end_pkey" PRIMARY KEY ("money_id","attempt_no")
);

-- CreateTable
CREATE TABLE "statement_import" (
    "id" UUID NOT NULL,
    "estate_id" UUID NOT NULL,
    "holder" TEXT NOT NULL,
    "file_sha256" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "by_account_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "summary" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "committed_at" TIMESTAMPTZ(3),
    "committed_by" UUID,

    CONSTRAINT "statement_import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "statement_row" (
    "import_id" UUID NOT NULL,
    "row_no" INTEGER NOT NULL,
    "verdict" TEXT NOT NULL,
    "booked_on" DATE,
    "amount_fen" BIGINT,
    "line_key" TEXT,
    "sealed" TEXT,
    "payer_hash" TEXT,
    "process_id" UUID,
    "right_no" INTEGER,
    "why" TEXT[],
    "doubt" TEXT,
    "paid_by" TEXT,
    "issues" JSONB NOT NULL,
    "money_id" UUID,

    CONSTRAINT "statement_row_pkey" PRIMARY KEY ("import_id","row_no")
);

-- CreateTable
CREATE TABLE "cash_counter" (
    "estate_id" UUID NOT NULL,
    "last_no" INTEGER NOT NULL,

    CONSTRAINT "cash_counter_pkey" PRIMARY KEY ("estate_id")
);

-- CreateTable
CREATE TABLE "cash_receipt" (
    "id" UUID NOT NULL,
    "estate_id" UUID NOT NULL,
    "receipt_no" INTEGER NOT NULL,
    "process_id" UUID NOT NULL,
    "right_no" INTEGER NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "received_on" DATE NOT NULL,
    "sealed" TEXT,
    "payer_hash" TEXT,
    "entered_by" UUID NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cash_receipt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cash_receipt_end" (
    "receipt_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "by_account" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "reason_text" TEXT,
    "money_id" UUID,

    CONSTRAINT "cash_receipt_end_pkey" PRIMARY KEY ("receipt_id")
);

-- CreateTable
CREATE TABLE "payment_order" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "estate_id" UUID NOT NULL,
    "process_id" UUID NOT NULL,
    "right_no" INTEGER NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "by_account" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "money_id" UUID,
    "refunded_fen" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "payment_order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_event" (
    "order_id" UUID NOT NULL,
    "event_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "refund_id" UUID,
    "happened_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "result" TEXT NOT NULL,

    CONSTRAINT "payment_event_pkey" PRIMARY KEY ("order_id","event_id")
);

-- CreateTable
CREATE TABLE "refund_list" (
    "process_id" UUID NOT NULL,
    "of" TEXT NOT NULL,
    "payers" INTEGER NOT NULL,
    "total_fen" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refund_list_pkey" PRIMARY KEY ("process_id","of")
);

-- CreateTable
CREATE TABLE "refund" (
    "id" UUID NOT NULL,
    "estate_id" UUID NOT NULL,
    "process_id" UUID,
    "of" TEXT NOT NULL,
    "source_id" TEXT,
    "right_no" INTEGER,
    "payer" TEXT,
    "money_id" UUID,
    "payer_hash" TEXT,
    "sealed" TEXT,
    "amount_fen" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "asked" TEXT,
    "first_by" UUID,
    "second_by" UUID,
    "held_text" TEXT,
    "listed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "transaction_id" UUID,

    CONSTRAINT "refund_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "problem_report" (
    "report_id" UUID NOT NULL,
    "problem_id" UUID NOT NULL,
    "is_first" BOOLEAN NOT NULL,
    "channel" TEXT NOT NULL,
    "reporter_account" UUID,
    "reporter_owner" UUID,
    "contact_cipher" TEXT,
    "phone_masked" TEXT,
    "helper_account" UUID,
    "report_text" TEXT,
    "spot_place_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "command_id" UUID NOT NULL,

    CONSTRAINT "problem_report_pkey" PRIMARY KEY ("report_id")
);

-- CreateTable
CREATE TABLE "problem_comment" (
    "comment_id" UUID NOT NULL,
    "problem_id" UUID NOT NULL,
    "by_account" UUID NOT NULL,
    "by_role" TEXT NOT NULL,
    "body_text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "command_id" UUID NOT NULL,

    CONSTRAINT "problem_comment_pkey" PRIMARY KEY ("comment_id")
);

-- CreateTable
CREATE TABLE "contact_opening" (
    "id" UUID NOT NULL,
    "report_id" UUID NOT NULL,
    "by_account" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contact_opening_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "process_fact" (
    "process_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "place_id" UUID NOT NULL,
    "launched_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "is_in_time" BOOLEAN,
    "is_groundless" BOOLEAN NOT NULL DEFAULT false,
    "answer_due_at" TIMESTAMPTZ(3),
    "rates" JSONB NOT NULL,

    CONSTRAINT "process_fact_pkey" PRIMARY KEY ("process_id")
);

-- CreateTable
CREATE TABLE "process_tally" (
    "place_id" UUID NOT NULL,
    "grain" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "desk" TEXT NOT NULL,
    "days" INTEGER NOT NULL,
    "launched" INTEGER NOT NULL,
    "closed" INTEGER NOT NULL,
    "in_time" INTEGER NOT NULL,
    "responses_due" INTEGER NOT NULL,
    "responses_made" INTEGER NOT NULL,
    "answers" INTEGER NOT NULL,
    "solved" INTEGER NOT NULL,
    "satisfied" INTEGER NOT NULL,

    CONSTRAINT "process_tally_pkey" PRIMARY KEY ("place_id","grain","day","kind","desk","days")
);

-- CreateTable
CREATE TABLE "duty_tally" (
    "place_id" UUID NOT NULL,
    "grain" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "duty" TEXT NOT NULL,
    "desk" TEXT NOT NULL,
    "days" INTEGER NOT NULL,
    "closed" INTEGER NOT NULL,
    "in_time" INTEGER NOT NULL,

    CONSTRAINT "duty_tally_pkey" PRIMARY KEY ("place_id","grain","day","kind","duty","desk","days")
);

-- CreateTable
CREATE TABLE "saved_view" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "list" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account_mail" (
    "account_id" UUID NOT NULL,
    "address_cipher" TEXT NOT NULL,
    "address_masked" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_mail_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "duty_normal" (
    "kind" TEXT NOT NULL,
    "duty" TEXT NOT NULL,
    "district_path" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "median_ms" BIGINT NOT NULL,
    "p90_ms" BIGINT NOT NULL,
    "worked_out_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "duty_normal_pkey" PRIMARY KEY ("kind","duty","district_path")
);

-- CreateTable
CREATE TABLE "engine_trouble" (
    "id" UUID NOT NULL,
    "process_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "last_error" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "engine_trouble_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "roll" (
    "id" UUID NOT NULL,
    "process_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "estate_id" UUID NOT NULL,
    "scope" JSONB NOT NULL,
    "roll_hash" TEXT NOT NULL,
    "heads" INTEGER NOT NULL,
    "area_dm2" BIGINT NOT NULL,
    "right_count" INTEGER NOT NULL,
    "problems" JSONB NOT NULL,
    "frozen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "roll_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "roll_right" (
    "roll_id" UUID NOT NULL,
    "right_no" INTEGER NOT NULL,
    "head_no" INTEGER NOT NULL,
    "counts_head" BOOLEAN NOT NULL,
    "head_size" INTEGER NOT NULL,
    "area_dm2" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "unit_ids" UUID[],
    "building_ids" UUID[],
    "entrance_ids" UUID[],
    "voter_owner_id" UUID,
    "holder_owner_ids" UUID[],

    CONSTRAINT "roll_right_pkey" PRIMARY KEY ("roll_id","right_no")
);

-- CreateTable
CREATE TABLE "vote_window" (
    "vote_id" UUID NOT NULL,
    "estate_id" UUID NOT NULL,
    "roll_id" UUID NOT NULL,
    "roll_hash" TEXT NOT NULL,
    "opens_at" TIMESTAMPTZ(3),
    "closes_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "counting_until" TIMESTAMPTZ(3),
    "next_seq" INTEGER NOT NULL DEFAULT 1,
    "next_serial" INTEGER NOT NULL DEFAULT 1,
    "rules" JSONB NOT NULL,

    CONSTRAINT "vote_window_pkey" PRIMARY KEY ("vote_id")
);

-- CreateTable
CREATE TABLE "ballot" (
    "vote_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "roll_id" UUID NOT NULL,
    "right_no" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "choices" JSONB NOT NULL,
    "is_void" BOOLEAN NOT NULL,
    "void_reason" TEXT,
    "cast_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "cast_by_account" UUID NOT NULL,
    "in_name_of" UUID,
    "proxy_id" UUID,
    "assisted_by" UUID,
    "paper_serial" INTEGER,
    "salt" BYTEA NOT NULL,
    "commitment" BYTEA NOT NULL,
    "leaf_hash" BYTEA NOT NULL,
    "command_id" UUID NOT NULL,
    "body_hash" BYTEA NOT NULL,
    "receipt" JSONB NOT NULL,

    CONSTRAINT "ballot_pkey" PRIMARY KEY ("vote_id","seq")
);

-- CreateTable
CREATE TABLE "counted_ballot" (
    "vote_id" UUID NOT NULL,
    "right_no" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "is_void" BOOLEAN NOT NULL,
    "cast_at" TIMESTAMPTZ(3) NOT NULL,
    "head_no" INTEGER NOT NULL,
    "counts_head" BOOLEAN NOT NULL,
    "head_size" INTEGER NOT NULL,
    "area_dm2" INTEGER NOT NULL,
    "choices" JSONB NOT NULL,
    "said" UUID NOT NULL,
    "ballot_count" INTEGER NOT NULL,
    "electronic_count" INTEGER NOT NULL,

    CONSTRAINT "counted_ballot_pkey" PRIMARY KEY ("vote_id","right_no")
);

-- CreateTable
CREATE TABLE "paper_serial" (
    "vote_id" UUID NOT NULL,
    "serial_no" INTEGER NOT NULL,
    "right_no" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "returned_at" TIMESTAMPTZ(3),
    "reissue_of" INTEGER,
    "reissued_as" INTEGER,
    "ballot_seq" INTEGER,

    CONSTRAINT "paper_serial_pkey" PRIMARY KEY ("vote_id","serial_no")
);

-- CreateTable
CREATE TABLE "paper_event" (
    "vote_id" UUID NOT NULL,
    "serial_no" INTEGER NOT NULL,
    "event_no" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "by_account" UUID NOT NULL,
    "command_id" UUID NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "paper_event_pkey" PRIMARY KEY ("vote_id","serial_no","event_no")
);

-- CreateTable
CREATE TABLE "paper_entry" (
    "vote_id" UUID NOT NULL,
    "serial_no" INTEGER NOT NULL,
    "entry_no" INTEGER NOT NULL,
    "by_account" UUID NOT NULL,
    "choices" JSONB NOT NULL,
    "is_void" BOOLEAN NOT NULL,
    "void_reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "command_id" UUID NOT NULL,

    CONSTRAINT "paper_entry_pkey" PRIMARY KEY ("vote_id","serial_no","entry_no")
);

-- CreateTable
CREATE TABLE "ballot_delivery" (
    "vote_id" UUID NOT NULL,
    "right_no" INTEGER NOT NULL,
    "delivery_no" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "proof_kind" TEXT NOT NULL,
    "proof_sha256" TEXT,
    "delivered_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "by_account" UUID NOT NULL,
    "command_id" UUID NOT NULL,

    CONSTRAINT "ballot_delivery_pkey" PRIMARY KEY ("vote_id","right_no","delivery_no")
);

-- CreateTable
CREATE TABLE "proxy_authority" (
    "id" UUID NOT NULL,
    "vote_id" UUID NOT NULL,
    "principal_owner_id" UUID NOT NULL,
    "agent_owner_id" UUID,
    "agent_name" TEXT,
    "document_sha256" TEXT NOT NULL,
    "registered_by" UUID NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_by" UUID,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "proxy_authority_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "vote_checkpoint" (
    "vote_id" UUID NOT NULL,
    "checkpoint_no" INTEGER NOT NULL,
    "size" INTEGER NOT NULL,
    "root" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "key_id" TEXT NOT NULL,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "vote_checkpoint_pkey" PRIMARY KEY ("vote_id","checkpoint_no")
);

-- CreateIndex
CREATE INDEX "hold_entry_process_id_id_idx" ON "hold_entry"("process_id", "id");

-- CreateIndex
CREATE INDEX "text_erasure_process_id_idx" ON "text_erasure"("process_id");

-- CreateIndex
CREATE INDEX "attachment_uploaded_by_sha256_idx" ON "attachment"("uploaded_by", "sha256");

-- CreateIndex
CREATE INDEX "attachment_problem_id_sha256_idx" ON "attachment"("problem_id", "sha256");

-- CreateIndex
CREATE INDEX "attachment_expires_at_idx" ON "attachment"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_night_key" ON "audit"("night");

-- CreateIndex
CREATE INDEX "audit_state_queued_at_idx" ON "audit"("state", "queued_at");

-- CreateIndex
CREATE INDEX "audit_queued_at_id_idx" ON "audit"("queued_at", "id");

-- CreateIndex
CREATE INDEX "audit_item_process_id_idx" ON "audit_item"("process_id");

-- CreateIndex
CREATE INDEX "audit_repair_item_id_at_idx" ON "audit_repair"("item_id", "at");

-- CreateIndex
CREATE INDEX "covenant_draft_estate_id_at_idx" ON "covenant_draft"("estate_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "covenant_version_draft_id_key" ON "covenant_version"("draft_id");

-- CreateIndex
CREATE INDEX "assistance_vote_id_right_no_idx" ON "assistance"("vote_id", "right_no");

-- CreateIndex
CREATE INDEX "assistance_assistant_account_at_idx" ON "assistance"("assistant_account", "at");

-- CreateIndex
CREATE UNIQUE INDEX "assistance_use_vote_id_ballot_seq_key" ON "assistance_use"("vote_id", "ballot_seq");

-- CreateIndex
CREATE UNIQUE INDEX "common_income_transaction_id_key" ON "common_income"("transaction_id");

-- CreateIndex
CREATE INDEX "common_income_estate_id_recorded_at_income_id_idx" ON "common_income"("estate_id", "recorded_at", "income_id");

-- CreateIndex
CREATE INDEX "common_spending_estate_id_proposed_at_spending_id_idx" ON "common_spending"("estate_id", "proposed_at", "spending_id");

-- CreateIndex
CREATE UNIQUE INDEX "common_spending_payment_transaction_id_key" ON "common_spending_payment"("transaction_id");

-- CreateIndex
CREATE UNIQUE INDEX "common_spending_payment_vote_id_item_id_key" ON "common_spending_payment"("vote_id", "item_id");

-- CreateIndex
CREATE INDEX "fee_parking_unit_id_from_month_at_idx" ON "fee_parking"("unit_id", "from_month", "at");

-- CreateIndex
CREATE UNIQUE INDEX "fee_run_estate_id_month_key" ON "fee_run"("estate_id", "month");

-- CreateIndex
CREATE INDEX "fee_bill_estate_id_month_idx" ON "fee_bill"("estate_id", "month");

-- CreateIndex
CREATE UNIQUE INDEX "fee_bill_unit_id_month_key" ON "fee_bill"("unit_id", "month");

-- CreateIndex
CREATE INDEX "fee_payment_unit_id_at_idx" ON "fee_payment"("unit_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "fee_payment_estate_id_reference_key" ON "fee_payment"("estate_id", "reference");

-- CreateIndex
CREATE INDEX "fee_payment_part_bill_id_idx" ON "fee_payment_part"("bill_id");

-- CreateIndex
CREATE INDEX "fee_import_estate_id_created_at_idx" ON "fee_import"("estate_id", "created_at");

-- CreateIndex
CREATE INDEX "fee_spending_estate_id_state_proposed_at_idx" ON "fee_spending"("estate_id", "state", "proposed_at");

-- CreateIndex
CREATE INDEX "household_record_unit_id_at_id_idx" ON "household_record"("unit_id", "at", "id");

-- CreateIndex
CREATE INDEX "household_look_unit_id_at_id_idx" ON "household_look"("unit_id", "at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "account_login_name_key" ON "account"("login_name");

-- CreateIndex
CREATE INDEX "account_owner_id_idx" ON "account"("owner_id");

-- CreateIndex
CREATE INDEX "account_epoch_raised_at_idx" ON "account"("epoch_raised_at");

-- CreateIndex
CREATE INDEX "role_grant_account_id_idx" ON "role_grant"("account_id");

-- CreateIndex
CREATE INDEX "role_grant_role_path_idx" ON "role_grant"("role", "path");

-- CreateIndex
CREATE UNIQUE INDEX "session_refresh_hash_key" ON "session"("refresh_hash");

-- CreateIndex
CREATE UNIQUE INDEX "session_previous_hash_key" ON "session"("previous_hash");

-- CreateIndex
CREATE INDEX "session_account_id_idx" ON "session"("account_id");

-- CreateIndex
CREATE INDEX "session_ended_at_idx" ON "session"("ended_at");

-- CreateIndex
CREATE INDEX "account_event_account_id_at_idx" ON "account_event"("account_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "intake_source_code_key" ON "intake_source"("code");

-- CreateIndex
CREATE INDEX "intake_source_place_path_idx" ON "intake_source"("place_path");

-- CreateIndex
CREATE INDEX "signed_call_at_idx" ON "signed_call"("at");

-- CreateIndex
CREATE INDEX "sensor_device_place_path_idx" ON "sensor_device"("place_path");

-- CreateIndex
CREATE UNIQUE INDEX "sensor_device_source_id_serial_no_key" ON "sensor_device"("source_id", "serial_no");

-- CreateIndex
CREATE INDEX "intake_signal_device_id_received_at_idx" ON "intake_signal"("device_id", "received_at");

-- CreateIndex
CREATE INDEX "intake_signal_problem_id_idx" ON "intake_signal"("problem_id");

-- CreateIndex
CREATE INDEX "hotline_import_place_id_created_at_idx" ON "hotline_import"("place_id", "created_at");

-- CreateIndex
CREATE INDEX "ledger_account_estate_id_project_id_idx" ON "ledger_account"("estate_id", "project_id");

-- CreateIndex
CREATE INDEX "ledger_account_project_id_idx" ON "ledger_account"("project_id");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_transaction_business_key_key" ON "ledger_transaction"("business_key");

-- CreateIndex
CREATE INDEX "ledger_transaction_estate_id_recorded_at_id_idx" ON "ledger_transaction"("estate_id", "recorded_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_entry_account_id_recorded_at_entry_no_key" ON "ledger_entry"("account_id", "recorded_at", "entry_no");

-- CreateIndex
CREATE INDEX "ledger_reversal_request_transaction_id_idx" ON "ledger_reversal_request"("transaction_id");

-- CreateIndex
CREATE INDEX "printed_paper_process_id_idx" ON "printed_paper"("process_id");

-- CreateIndex
CREATE UNIQUE INDEX "petition_signature_petition_id_right_no_attempt_no_key" ON "petition_signature"("petition_id", "right_no", "attempt_no");

-- CreateIndex
CREATE UNIQUE INDEX "place_path_key" ON "place"("path");

-- CreateIndex
CREATE UNIQUE INDEX "place_parent_id_name_key" ON "place"("parent_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "place_parent_id_code_key" ON "place"("parent_id", "code");

-- CreateIndex
CREATE INDEX "unit_door_key_estate_id_idx" ON "unit"("door_key", "estate_id");

-- CreateIndex
CREATE INDEX "unit_building_id_idx" ON "unit"("building_id");

-- CreateIndex
CREATE INDEX "unit_entrance_id_idx" ON "unit"("entrance_id");

-- CreateIndex
CREATE INDEX "unit_path_idx" ON "unit"("path");

-- CreateIndex
CREATE UNIQUE INDEX "unit_estate_id_unit_key_key" ON "unit"("estate_id", "unit_key");

-- CreateIndex
CREATE UNIQUE INDEX "owner_id_hash_key" ON "owner"("id_hash");

-- CreateIndex
CREATE INDEX "owner_phone_hash_idx" ON "owner"("phone_hash");

-- CreateIndex
CREATE INDEX "ownership_unit_id_idx" ON "ownership"("unit_id");

-- CreateIndex
CREATE INDEX "ownership_owner_id_idx" ON "ownership"("owner_id");

-- CreateIndex
CREATE INDEX "tenancy_unit_id_idx" ON "tenancy"("unit_id");

-- CreateIndex
CREATE INDEX "register_import_estate_id_created_at_idx" ON "register_import"("estate_id", "created_at");

-- CreateIndex
CREATE INDEX "register_import_row_import_id_door_key_row_no_idx" ON "register_import_row"("import_id", "door_key", "row_no");

-- CreateIndex
CREATE INDEX "register_import_row_import_id_id_hash_idx" ON "register_import_row"("import_id", "id_hash");

-- CreateIndex
CREATE INDEX "register_import_row_import_id_verdict_row_no_idx" ON "register_import_row"("import_id", "verdict", "row_no");

-- CreateIndex
CREATE INDEX "unmask_record_owner_id_idx" ON "unmask_record"("owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "evote_platform_code_key" ON "evote_platform"("code");

-- CreateIndex
CREATE INDEX "evote_platform_place_path_idx" ON "evote_platform"("place_path");

-- CreateIndex
CREATE INDEX "platform_batch_vote_id_received_at_idx" ON "platform_batch"("vote_id", "received_at");

-- CreateIndex
CREATE INDEX "platform_row_vote_id_platform_id_reference_idx" ON "platform_row"("vote_id", "platform_id", "reference");

-- CreateIndex
CREATE UNIQUE INDEX "pledge_command_id_key" ON "pledge"("command_id");

-- CreateIndex
CREATE UNIQUE INDEX "pledge_process_id_version_right_no_attempt_no_key" ON "pledge"("process_id", "version", "right_no", "attempt_no");

-- CreateIndex
CREATE INDEX "problem_view_spot_place_id_category_closed_at_idx" ON "problem_view"("spot_place_id", "category", "closed_at");

-- CreateIndex
CREATE INDEX "problem_view_place_path_category_closed_at_idx" ON "problem_view"("place_path", "category", "closed_at");

-- CreateIndex
CREATE INDEX "problem_view_merged_into_idx" ON "problem_view"("merged_into");

-- CreateIndex
CREATE INDEX "process_place_path_kind_idx" ON "process"("place_path", "kind");

-- CreateIndex
CREATE INDEX "process_parent_id_idx" ON "process"("parent_id");

-- CreateIndex
CREATE INDEX "process_event_command_id_idx" ON "process_event"("command_id");

-- CreateIndex
CREATE UNIQUE INDEX "process_view_exclusive_key_key" ON "process_view"("exclusive_key");

-- CreateIndex
CREATE INDEX "process_view_place_path_is_open_kind_idx" ON "process_view"("place_path", "is_open", "kind");

-- CreateIndex
CREATE INDEX "process_view_is_open_updated_at_idx" ON "process_view"("is_open", "updated_at");

-- CreateIndex
CREATE INDEX "process_view_place_id_idx" ON "process_view"("place_id");

-- CreateIndex
CREATE INDEX "obligation_place_path_closed_at_due_at_idx" ON "obligation"("place_path", "closed_at", "due_at");

-- CreateIndex
CREATE INDEX "obligation_role_closed_at_due_at_idx" ON "obligation"("role", "closed_at", "due_at");

-- CreateIndex
CREATE INDEX "obligation_person_id_closed_at_idx" ON "obligation"("person_id", "closed_at");

-- CreateIndex
CREATE UNIQUE INDEX "obligation_process_id_key_opened_seq_key" ON "obligation"("process_id", "key", "opened_seq");

-- CreateIndex
CREATE INDEX "refused_command_process_id_at_idx" ON "refused_command"("process_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "text_note_command_id_field_key" ON "text_note"("command_id", "field");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_key_key" ON "outbox"("key");

-- CreateIndex
CREATE INDEX "outbox_done_at_available_at_idx" ON "outbox"("done_at", "available_at");

-- CreateIndex
CREATE UNIQUE INDEX "outgoing_message_key_key" ON "outgoing_message"("key");

-- CreateIndex
CREATE INDEX "outgoing_message_to_account_id_created_at_idx" ON "outgoing_message"("to_account_id", "created_at");

-- CreateIndex
CREATE INDEX "outgoing_message_place_path_created_at_idx" ON "outgoing_message"("place_path", "created_at");

-- CreateIndex
CREATE INDEX "change_txid_id_idx" ON "change"("txid", "id");

-- CreateIndex
CREATE INDEX "project_plan_scope_place_id_works_settled_at_idx" ON "project_plan"("scope_place_id", "works", "settled_at");

-- CreateIndex
CREATE INDEX "project_plan_estate_id_idx" ON "project_plan"("estate_id");

-- CreateIndex
CREATE INDEX "collect_window_estate_id_idx" ON "collect_window"("estate_id");

-- CreateIndex
CREATE UNIQUE INDEX "collect_payer_reference_key" ON "collect_payer"("reference");

-- CreateIndex
CREATE INDEX "collect_payer_holder_owner_ids_idx" ON "collect_payer" USING GIN ("holder_owner_ids");

-- CreateIndex
CREATE UNIQUE INDEX "money_in_business_key_key" ON "money_in"("business_key");

-- CreateIndex
CREATE INDEX "money_in_estate_id_at_idx" ON "money_in"("estate_id", "at");

-- CreateIndex
CREATE INDEX "money_match_process_id_right_no_idx" ON "money_match"("process_id", "right_no");

-- CreateIndex
CREATE INDEX "statement_import_estate_id_created_at_idx" ON "statement_import"("estate_id", "created_at");

-- CreateIndex
CREATE INDEX "cash_receipt_process_id_idx" ON "cash_receipt"("process_id");

-- CreateIndex
CREATE UNIQUE INDEX "cash_receipt_estate_id_receipt_no_key" ON "cash_receipt"("estate_id", "receipt_no");

-- CreateIndex
CREATE INDEX "payment_order_process_id_right_no_idx" ON "payment_order"("process_id", "right_no");

-- CreateIndex
CREATE INDEX "refund_process_id_of_idx" ON "refund"("process_id", "of");

-- CreateIndex
CREATE INDEX "refund_estate_id_state_idx" ON "refund"("estate_id", "state");

-- CreateIndex
CREATE INDEX "refund_money_id_idx" ON "refund"("money_id");

-- CreateIndex
CREATE INDEX "problem_report_problem_id_at_idx" ON "problem_report"("problem_id", "at");

-- CreateIndex
CREATE INDEX "problem_report_reporter_account_at_idx" ON "problem_report"("reporter_account", "at");

-- CreateIndex
CREATE INDEX "problem_report_reporter_owner_at_idx" ON "problem_report"("reporter_owner", "at");

-- CreateIndex
CREATE INDEX "problem_comment_problem_id_at_idx" ON "problem_comment"("problem_id", "at");

-- CreateIndex
CREATE INDEX "contact_opening_report_id_at_idx" ON "contact_opening"("report_id", "at");

-- CreateIndex
CREATE INDEX "process_fact_place_id_idx" ON "process_fact"("place_id");

-- CreateIndex
CREATE UNIQUE INDEX "saved_view_account_id_name_key" ON "saved_view"("account_id", "name");

-- CreateIndex
CREATE INDEX "engine_trouble_process_id_idx" ON "engine_trouble"("process_id");

-- CreateIndex
CREATE INDEX "engine_trouble_resolved_at_since_idx" ON "engine_trouble"("resolved_at", "since");

-- CreateIndex
CREATE UNIQUE INDEX "roll_process_id_version_key" ON "roll"("process_id", "version");

-- CreateIndex
CREATE INDEX "roll_right_roll_id_voter_owner_id_idx" ON "roll_right"("roll_id", "voter_owner_id");

-- CreateIndex
CREATE INDEX "roll_right_holder_owner_ids_idx" ON "roll_right" USING GIN ("holder_owner_ids");

-- CreateIndex
CREATE INDEX "vote_window_estate_id_idx" ON "vote_window"("estate_id");

-- CreateIndex
CREATE INDEX "ballot_vote_id_right_no_seq_idx" ON "ballot"("vote_id", "right_no", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "ballot_vote_id_command_id_key" ON "ballot"("vote_id", "command_id");

-- CreateIndex
CREATE INDEX "paper_serial_vote_id_right_no_idx" ON "paper_serial"("vote_id", "right_no");

-- CreateIndex
CREATE INDEX "paper_serial_vote_id_state_idx" ON "paper_serial"("vote_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "paper_serial_vote_id_reissue_of_key" ON "paper_serial"("vote_id", "reissue_of");

-- CreateIndex
CREATE UNIQUE INDEX "paper_entry_vote_id_serial_no_by_account_key" ON "paper_entry"("vote_id", "serial_no", "by_account");

-- CreateIndex
CREATE INDEX "proxy_authority_vote_id_principal_owner_id_idx" ON "proxy_authority"("vote_id", "principal_owner_id");

-- CreateIndex
CREATE INDEX "proxy_authority_vote_id_agent_owner_id_idx" ON "proxy_authority"("vote_id", "agent_owner_id");

-- AddForeignKey
ALTER TABLE "audit_finding" ADD CONSTRAINT "audit_finding_audit_id_fkey" FOREIGN KEY ("audit_id") REFERENCES "audit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_finding" ADD CONSTRAINT "audit_finding_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "audit_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_repair" ADD CONSTRAINT "audit_repair_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "audit_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "covenant_version" ADD CONSTRAINT "covenant_version_draft_id_fkey" FOREIGN KEY ("draft_id") REFERENCES "covenant_draft"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assistance_use" ADD CONSTRAINT "assistance_use_assistance_id_fkey" FOREIGN KEY ("assistance_id") REFERENCES "assistance"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "common_spending_approval" ADD CONSTRAINT "common_spending_approval_spending_id_fkey" FOREIGN KEY ("spending_id") REFERENCES "common_spending"("spending_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "common_spending_payment" ADD CONSTRAINT "common_spending_payment_spending_id_fkey" FOREIGN KEY ("spending_id") REFERENCES "common_spending"("spending_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fee_bill" ADD CONSTRAINT "fee_bill_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "fee_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fee_payment_part" ADD CONSTRAINT "fee_payment_part_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "fee_payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fee_payment_part" ADD CONSTRAINT "fee_payment_part_bill_id_fkey" FOREIGN KEY ("bill_id") REFERENCES "fee_bill"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fee_payment_reversal" ADD CONSTRAINT "fee_payment_reversal_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "fee_payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fee_import_row" ADD CONSTRAINT "fee_import_row_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "fee_import"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "intake_source_key" ADD CONSTRAINT "intake_source_key_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "intake_source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hotline_import_row" ADD CONSTRAINT "hotline_import_row_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "hotline_import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_account" ADD CONSTRAINT "ledger_account_estate_id_fkey" FOREIGN KEY ("estate_id") REFERENCES "place"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_transaction" ADD CONSTRAINT "ledger_transaction_reverses_id_fkey" FOREIGN KEY ("reverses_id") REFERENCES "ledger_transaction"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_balance" ADD CONSTRAINT "ledger_balance_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "ledger_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_reversal_request" ADD CONSTRAINT "ledger_reversal_request_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "ledger_transaction"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "petition_signature_end" ADD CONSTRAINT "petition_signature_end_petition_id_signature_id_fkey" FOREIGN KEY ("petition_id", "signature_id") REFERENCES "petition_signature"("petition_id", "signature_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "place" ADD CONSTRAINT "place_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "place"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "unit" ADD CONSTRAINT "unit_estate_id_fkey" FOREIGN KEY ("estate_id") REFERENCES "place"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ownership" ADD CONSTRAINT "ownership_unit_id_fkey" FOREIGN KEY ("unit_id") REFERENCES "unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ownership" ADD CONSTRAINT "ownership_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenancy" ADD CONSTRAINT "tenancy_unit_id_fkey" FOREIGN KEY ("unit_id") REFERENCES "unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "register_import_row" ADD CONSTRAINT "register_import_row_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "register_import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evote_platform_key" ADD CONSTRAINT "evote_platform_key_platform_id_fkey" FOREIGN KEY ("platform_id") REFERENCES "evote_platform"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "platform_row" ADD CONSTRAINT "platform_row_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "platform_batch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pledge_end" ADD CONSTRAINT "pledge_end_pledge_id_fkey" FOREIGN KEY ("pledge_id") REFERENCES "pledge"("pledge_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "process_event" ADD CONSTRAINT "process_event_process_id_fkey" FOREIGN KEY ("process_id") REFERENCES "process"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "process_view" ADD CONSTRAINT "process_view_process_id_fkey" FOREIGN KEY ("process_id") REFERENCES "process"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "obligation" ADD CONSTRAINT "obligation_process_id_fkey" FOREIGN KEY ("process_id") REFERENCES "process"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "collect_payer" ADD CONSTRAINT "collect_payer_process_id_fkey" FOREIGN KEY ("process_id") REFERENCES "collect_window"("process_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "money_match" ADD CONSTRAINT "money_match_money_id_fkey" FOREIGN KEY ("money_id") REFERENCES "money_in"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "money_match_end" ADD CONSTRAINT "money_match_end_money_id_attempt_no_fkey" FOREIGN KEY ("money_id", "attempt_no") REFERENCES "money_match"("money_id", "attempt_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_row" ADD CONSTRAINT "statement_row_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "statement_import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cash_receipt_end" ADD CONSTRAINT "cash_receipt_end_receipt_id_fkey" FOREIGN KEY ("receipt_id") REFERENCES "cash_receipt"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_event" ADD CONSTRAINT "payment_event_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "payment_order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "roll_right" ADD CONSTRAINT "roll_right_roll_id_fkey" FOREIGN KEY ("roll_id") REFERENCES "roll"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ballot" ADD CONSTRAINT "ballot_roll_id_right_no_fkey" FOREIGN KEY ("roll_id", "right_no") REFERENCES "roll_right"("roll_id", "right_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "paper_event" ADD CONSTRAINT "paper_event_vote_id_serial_no_fkey" FOREIGN KEY ("vote_id", "serial_no") REFERENCES "paper_serial"("vote_id", "serial_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "paper_entry" ADD CONSTRAINT "paper_entry_vote_id_serial_no_fkey" FOREIGN KEY ("vote_id", "serial_no") REFERENCES "paper_serial"("vote_id", "serial_no") ON DELETE RESTRICT ON UPDATE CASCADE;
