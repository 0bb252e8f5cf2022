#!/bin/sh
# Run once by the database's image when its volume is empty: the roles, the database, the grants.
exec psql --no-psqlrc --username "$POSTGRES_USER" --dbname postgres --file /retained/roles.sql
