#!/bin/sh
# Runs once, when the database is made: a role for the site that reads and writes rows but owns
# nothing. Migrations run as the owner; what they make later is granted to the site by default.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$SITE_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE wijkstem_site LOGIN PASSWORD :'password';
GRANT USAGE ON SCHEMA public TO wijkstem_site;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO wijkstem_site;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO wijkstem_site;
-- Destruction rewrites tables (VACUUM FULL). PostgreSQL 17 can allow that without ownership; an
-- older one skips the rewrite with no more than a warning, so there the owner must run it.
SELECT current_setting('server_version_num')::int >= 170000 AS can_maintain \gset
\if :can_maintain
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT MAINTAIN ON TABLES TO wijkstem_site;
\endif
SQL
