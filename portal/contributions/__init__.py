"""What apps contribute to lists that an upper app owns: agendas, packs, notifications, evidence.

The upper app finds the modules by their agreed names (portal/accounts/declarations.py) and owns what becomes of it;
here stand only the shapes that both sides know. Agreed names, each a module of an app:

- ``agenda``: ``points(asked)`` yields what a review of these days has to speak about (`agenda.Point`);
- ``pack``: ``sections(asked, cadence)`` yields the figures, charts and lists of these days (`pack.Section`);
- ``notices``: ``KINDS`` and ``find(organisation, now)`` say of what people of our side have to be told
  (`notices.Notice`), ``find_for_provider(organisation, vendor_id, now)``, acting for that provider, of what its people;
- ``evidence``: ``collections(asked)`` yields what an auditor receives (`evidence.Collection`).
"""
