-- What the application's role may do with whatever the owner creates: rows only, never structure.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO retained_app;
ALTER DEFAULT PRIVILEGES FOR ROLE retained_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO retained_app;
ALTER DEFAULT PRIVILEGES FOR ROLE retained_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO retained_app;
ALTER DEFAULT PRIVILEGES FOR ROLE retained_owner IN SCHEMA public
    GRANT EXECUTE ON FUNCTIONS TO retained_app;
