-- The two roles and the database of the portal. Run by psql 15 or later as a superuser, any number of times:
-- by the embedded runtime, by docker-compose and by the rehearsal in CI alike.
--
--   retained_owner  owns the database and every table; migrations run as it
--   retained_app    reads and writes rows under row security; web, worker and scheduler run as it
--
-- Passwords come from the environment: RETAINED_OWNER_PASSWORD and RETAINED_APP_PASSWORD.
-- RETAINED_TESTS=1 lets the owner create databases, which pytest needs and production does not.
\set ON_ERROR_STOP on
\getenv owner_password RETAINED_OWNER_PASSWORD
\getenv app_password RETAINED_APP_PASSWORD
\set tests 0
\getenv tests RETAINED_TESTS
SET log_statement = 'none';
SET log_min_error_statement = 'panic';

SELECT format('CREATE ROLE %I', name)
FROM (VALUES ('retained_owner'), ('retained_app')) AS wanted (name)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

ALTER ROLE retained_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD :'owner_password';
ALTER ROLE retained_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD :'app_password';

-- C.UTF-8 everywhere, so that sorting and trigrams agree: built in since 17, from the C library before.
SELECT CASE WHEN current_setting('server_version_num')::int >= 170000
    THEN 'LOCALE_PROVIDER builtin BUILTIN_LOCALE ''C.UTF-8'' ' ELSE '' END AS provider \gset
SELECT format('CREATE DATABASE retained OWNER retained_owner TEMPLATE template0 ENCODING ''UTF8'' %s LOCALE ''C.UTF-8''',
    :'provider')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'retained') \gexec

\if :tests
    ALTER ROLE retained_owner CREATEDB;
    -- Test databases are copies of template1: what stands there holds in them.
    \connect template1
    \ir grants.sql
\endif
\connect retained
\ir grants.sql
