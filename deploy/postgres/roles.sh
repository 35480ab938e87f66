#!/bin/sh
# Run once by the PostgreSQL image on an empty volume: one account and database for Gongzhi, one account for Temporal, so that neither can
# touch the other's tables and no server works as superuser (a superuser could switch off the triggers that guard the record).
set -eu
: "${GONGZHI_DATABASE_PASSWORD:?}" "${GONGZHI_TEMPORAL_PASSWORD:?}"
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set gongzhi="$GONGZHI_DATABASE_PASSWORD" --set temporal="$GONGZHI_TEMPORAL_PASSWORD" <<'SQL'
-- The migrations make the role that API and worker step down to; Temporal makes its two databases itself.
create role gongzhi login createrole password :'gongzhi';
create role temporal login createdb password :'temporal';
create database gongzhi owner gongzhi;
revoke connect on database gongzhi from public;
SQL
