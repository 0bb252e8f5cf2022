"""The functions that an organisation's scope map starts with, to be renamed, added to and ended as it is organised."""

from governance.models import BusinessFunction, FunctionKind

STANDARD: dict[FunctionKind, str] = {
    FunctionKind.SERVICE_DESK: "First contact for staff: requests, incidents, passwords, by phone, chat and portal.",
    FunctionKind.FIELD_SUPPORT: "Hands on site: repairs, moves, meeting rooms, printers, visits to smaller offices.",
    FunctionKind.WORKPLACE: "Laptops, phones and their images, standard software, patching, the life of a device.",
    FunctionKind.INFRASTRUCTURE: "Servers, storage, backup and restore, directories, monitoring, data centre rooms.",
    FunctionKind.NETWORK: "Circuits, office networks and wireless, remote access, the firewalls between them.",
    FunctionKind.CLOUD: "Subscriptions and platforms in the cloud: accounts, cost, landing zones, operation.",
    FunctionKind.SECURITY: "Watching, answering alerts, vulnerabilities, identity and access, proof for auditors.",
    FunctionKind.APPLICATIONS: "Business applications: operation, support for key users, changes, licences.",
    FunctionKind.PROJECTS: "Projects from request to handover into operation: managers, engineers, roll-outs.",
    FunctionKind.ADVISORY: "Architecture, standards, roadmap and advice to the business on what to buy and build.",
}
"""Ten kinds, each with what usually belongs to it. Who does them is never guessed: that is the map's to say."""


def lay_out_functions(organisation_id: int) -> None:
    """Give an organisation a function of each kind that it has none of; doing it again changes nothing.

    A kind whose function was renamed or ended counts as had. Runs in a transaction that acts for the organisation.
    """
    mine = BusinessFunction.objects.of_organisation(organisation_id)
    kinds = set(mine.values_list("kind", flat=True))
    missing = [
        BusinessFunction(
            organisation_id=organisation_id, kind=kind, name=kind.label, description=about, position=10 * number
        )
        for number, (kind, about) in enumerate(STANDARD.items(), start=1)
        if kind not in kinds
    ]
    BusinessFunction.objects.bulk_create(missing, ignore_conflicts=True)
