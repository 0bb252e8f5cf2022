"""The built-in mappings: the headers by which each recognises its fields in a file."""

import unicodedata
from collections.abc import Sequence

from tickets.intake.fields import REQUIRED_FIELDS, SERVICENOW_STATES
from tickets.intake.mappings import Mapping
from tickets.intake.refusals import FileRefused

SERVICENOW = {
    "number": "number",
    "title": "short_description",
    "kind": "sys_class_name, task type",
    "state": "incident_state, state",
    "priority": "priority",
    "category": "category",
    "subcategory": "subcategory",
    "group": "assignment_group",
    "site": "location",
    "requester": "caller_id, caller, opened_for, requested_for",
    "assignee": "assigned_to",
    "contact_type": "contact_type, channel",
    "opened_at": "opened_at, opened, sys_created_on, sys_created_at, created",
    "responded_at": "first_response_time, responded_at",
    "resolved_at": "resolved_at, resolved",
    "closed_at": "closed_at, closed",
    "updated_at": "sys_updated_at, sys_updated_on, updated",
    "claimed_sla": "made_sla",
    "breached_sla": "has_breached",
    "handoffs_counted": "reassignment_count",
    "reopens_counted": "reopen_count",
    "effort": "time_worked",
}
GENERIC = {
    "number": "number, ticket number, ticket id, ticket, ticket no, id, key, issue key, incident number, incident id, "
    "ticketnummer, nummer, incidentnummer, número, chamado, nº",
    "title": "title, summary, subject, short description, titel, betreff, kurzbeschreibung, onderwerp, titulo, assunto",
    "kind": "kind, type, ticket type, issue type, typ, art, soort, tipo",
    "state": "state, status, ticket status, zustand, estado, situação",
    "priority": "priority, priorität, prioriteit, prioridade",
    "category": "category, kategorie, categorie, categoria",
    "subcategory": "subcategory, unterkategorie, subcategorie, subcategoria",
    "group": "group, assignment group, support group, assigned group, team, queue, gruppe, bearbeitergruppe, "
    "groep, behandelgroep, grupo, grupo técnico, atribuído - grupo técnico",
    "site": "site, location, office, standort, ort, locatie, vestiging, localização, localidade",
    "requester": "requester, caller, reporter, requested by, customer, melder, anfordernder, aanmelder, aanvrager, "
    "requerente, solicitante, requerente - requerente",
    "assignee": "assignee, assigned to, agent, bearbeiter, behandelaar, atribuído - técnico, técnico, responsável",
    "contact_type": "contact type, channel, source, kanal, kanaal, canal, origem",
    "opened_at": "opened at, opened, created, created at, created on, open time, creation date, erstellt, erstellt am, "
    "geöffnet, eröffnet am, aangemaakt, geopend, data de abertura, aberto em, criado em",
    "responded_at": "responded at, first response, first response time, erste reaktion, eerste reactie",
    "resolved_at": "resolved at, resolved, solved, solved at, resolution date, gelöst, gelöst am, opgelost, "
    "data da solução, resolvido em, solucionado em",
    "closed_at": "closed at, closed, close time, closing date, geschlossen, geschlossen am, gesloten, afgemeld, "
    "data de fechamento, fechado em",
    "updated_at": "updated at, updated, last updated, last update, aktualisiert, geändert am, gewijzigd, "
    "última atualização, atualizado em",
    "claimed_sla": "made sla, sla met, within sla, sla eingehalten, binnen sla, sla cumprido",
    "breached_sla": "sla breached, breached, sla verletzt, sla overschreden, tempo para resolver excedido",
    "handoffs_counted": "handoffs, reassignments, reassignment count, weiterleitungen, # reassignments",
    "reopens_counted": "reopens, reopen count, reopenings, wiedereröffnungen, # reopens",
    "effort": "effort, effort minutes, time spent, aufwand, bearbeitungszeit, tempo gasto",
}
AUDIT_LOG = "servicenow-audit-log"
SYNONYMS = {"servicenow": SERVICENOW, AUDIT_LOG: SERVICENOW, "generic": GENERIC}


def normal(header: str) -> str:
    """A header without case, accents, spaces and punctuation: 'Número ' and 'numero' are one."""
    plain = unicodedata.normalize("NFKD", header.casefold())
    return "".join(letter for letter in plain if letter.isalnum() or letter in "#º")


def matched_fields(synonyms: dict[str, str], headers: Sequence[str]) -> dict[str, str]:
    """Canonical field -> header of the file, by the first synonym that the file has; no header serves twice."""
    present = {normal(header): header for header in reversed(headers)}
    found: dict[str, str] = {}
    for field, words in synonyms.items():
        hits = (present[normal(word)] for word in words.split(",") if normal(word) in present)
        header = next((hit for hit in hits if hit not in found.values()), None)
        if header is not None:
            found[field] = header
    return found


def builtin(name: str, headers: Sequence[str]) -> Mapping:
    """The built-in mapping `name` made concrete for a file; FileRefused when a required column is not there."""
    found = matched_fields(SYNONYMS[name], headers)
    missing = [field for field in REQUIRED_FIELDS if field not in found]
    if name == AUDIT_LOG:
        missing += [field for field in ("updated_at",) if field not in found]
    if missing:
        wanted = "; ".join(f"{field} (such as {SYNONYMS[name][field].split(',')[0]!r})" for field in missing)
        raise FileRefused(
            f"The header (row 1) has no column for {wanted}. Its columns are: {', '.join(headers[:40])}. "
            "Choose the column in the mapping, or export it with the others."
        )
    return guessed(name, headers)


def guessed(name: str, headers: Sequence[str]) -> Mapping:
    """The built-in mapping `name` with whatever columns the file has for it; required ones may be missing."""
    return Mapping(
        name=name,
        fields=matched_fields(SYNONYMS[name], headers),
        rows_are="updates" if name == AUDIT_LOG else "tickets",
        state_words={} if name == "generic" else dict(SERVICENOW_STATES),
    )


def checked(mapping: Mapping, headers: Sequence[str]) -> Mapping:
    """The mapping with the file's own spelling of its headers; FileRefused when it names a column that is not there."""
    present = {normal(header): header for header in reversed(headers)}
    exact = dict.fromkeys(headers)
    absent = [one for one in mapping.fields.values() if one not in exact and normal(one) not in present]
    if absent:
        raise FileRefused(
            f"The mapping '{mapping.name}' expects columns that the header (row 1) does not have: {', '.join(absent)}. "
            f"Its columns are: {', '.join(headers[:40])}. Choose other columns, or export these too."
        )
    concrete = {
        field: header if header in exact else present[normal(header)] for field, header in mapping.fields.items()
    }
    return mapping.with_answers(fields=concrete)
