from portal.front.api import resource
from portal.front.rights_api import Decisions, Rights

app_name = "rights-api"

urlpatterns = [
    *resource("decision-rights", Rights, "rights"),
    *resource("decisions", Decisions, "decisions"),
]
