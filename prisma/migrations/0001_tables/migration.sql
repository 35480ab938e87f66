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
CREATE INDEX "assistance_vote_id_right_no_idx" ON "assistance"("vote_id", "right_no");

-- CreateIndex
CREATE INDEX "assistance_assistant_account_at_idx" ON "assistance"("assistant_account", "at");

-- CreateIndex
CREATE UNIQUE INDEX "assistance_use_vote_id_ballot_seq_key" ON "assistance_use"("vote_id", "ballot_seq");

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
CREATE INDEX "problem_view_spot_place_id_category_closed_at_idx" ON "problem_view"("spot_place_id", "category", "closed_at");

-- CreateIndex
CREATE INDEX "problem_view_place_path_category_closed_at_idx" ON "problem_view"("place_path", "category", "closed_at");

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
ALTER TABLE "assistance_use" ADD CONSTRAINT "assistance_use_assistance_id_fkey" FOREIGN KEY ("assistance_id") REFERENCES "assistance"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

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
ALTER TABLE "process_event" ADD CONSTRAINT "process_event_process_id_fkey" FOREIGN KEY ("process_id") REFERENCES "process"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "process_view" ADD CONSTRAINT "process_view_process_id_fkey" FOREIGN KEY ("process_id") REFERENCES "process"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "obligation" ADD CONSTRAINT "obligation_process_id_fkey" FOREIGN KEY ("process_id") REFERENCES "process"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "roll_right" ADD CONSTRAINT "roll_right_roll_id_fkey" FOREIGN KEY ("roll_id") REFERENCES "roll"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ballot" ADD CONSTRAINT "ballot_roll_id_right_no_fkey" FOREIGN KEY ("roll_id", "right_no") REFERENCES "roll_right"("roll_id", "right_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "paper_event" ADD CONSTRAINT "paper_event_vote_id_serial_no_fkey" FOREIGN KEY ("vote_id", "serial_no") REFERENCES "paper_serial"("vote_id", "serial_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "paper_entry" ADD CONSTRAINT "paper_entry_vote_id_serial_no_fkey" FOREIGN KEY ("vote_id", "serial_no") REFERENCES "paper_serial"("vote_id", "serial_no") ON DELETE RESTRICT ON UPDATE CASCADE;
