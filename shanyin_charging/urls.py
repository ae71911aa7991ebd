"""Every address of the portal."""
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.http import HttpResponse
from django.urls import path

from ledger import corrections, lists, office, review, rule_pages, uploads
from ledger import views as ledger
from reports import counties, coverage, indicators, places, roads, sites, tasks, timeliness, units, whole_ledger, years
from reports import views as reports
from shanyin_charging.accounts import views as accounts
from targets import changes, people, ruling_pages
from targets import views as targets

urlpatterns = [
    path("", reports.home, name="home"),
    path("healthz", login_not_required(lambda request: HttpResponse("ok")), name="healthz"),
    path("sign-in/", login_not_required(accounts.SignIn.as_view()), name="sign_in"),
    path("sign-out/", LogoutView.as_view(next_page="sign_in"), name="sign_out"),
    path("password/", accounts.change_password, name="change_password"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/<str:action>/", people.person_action, name="person_action"),
    path("journal/", accounts.read_journal, name="journal"),
    path("plan/", targets.plan, name="plan"),
    path("plan/clauses/<slug:code>/", targets.clause, name="clause"),
    path("plan/quotas/", targets.quotas, name="quotas"),
    path("plan/milestones/", targets.milestones, name="milestones"),
    path("plan/indicators/", targets.indicators, name="indicators"),
    path("plan/discrepancies/", ruling_pages.discrepancies, name="discrepancies"),
    path("returns/<int:period_id>/<slug:unit_code>/", ledger.report, name="report"),
    path("returns/<int:period_id>/<slug:unit_code>/check/", ledger.check, name="check"),
    path("returns/<int:period_id>/<slug:unit_code>/attach/", ledger.attach, name="attach"),
    path("returns/<int:period_id>/<slug:unit_code>/workbook/", uploads.template, name="workbook"),
    path("returns/<int:period_id>/<slug:unit_code>/upload/", uploads.upload, name="upload"),
    path("uploads/<int:pk>/", uploads.preview, name="preview"),
    path("uploads/<int:pk>/file/", uploads.original, name="upload_file"),
    path("lists/", lists.index, name="lists"),
    path("lists/template/", lists.template, name="list_template"),
    path("lists/<int:pk>/", lists.preview, name="list_preview"),
    path("corrections/<int:line_pk>/", corrections.correct, name="correct"),
    path("attachments/<int:pk>/", ledger.attachment, name="attachment"),
    path("submissions/approve-clean/", office.approve_clean, name="approve_clean"),
    path("submissions/<int:pk>/", review.submission, name="submission"),
    path("submissions/<int:pk>/paper/", review.paper, name="paper"),
    path("submissions/<int:pk>/<str:verb>/", review.move, name="move"),
    path("board/", office.board, name="board"),
    path("board/<int:period_id>/extend/", office.extend, name="extend"),
    path("board/<int:period_id>/<slug:unit_code>/grant/", office.grant, name="grant"),
    path("board/<int:period_id>/<slug:unit_code>/enter/", office.enter, name="enter"),
    path("changes/", changes.changes, name="changes"),
    path("rules/", rule_pages.rules, name="rules"),
    path("ledger/", office.entries, name="entries"),
    path("ledger/workbook/", whole_ledger.whole_ledger, name="whole_ledger"),
    path("indicators/", indicators.overview, name="overview"),
    path("indicators/<str:code>/", indicators.indicator, name="indicator"),
    path("counties/", counties.counties, name="counties"),
    path("ranking/", units.ranking, name="ranking"),
    path("units/<slug:code>/", units.unit, name="unit"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("roads/", roads.roads, name="roads"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<int:number>/", tasks.task, name="task"),
    path("timeliness/", timeliness.timeliness, name="timeliness"),
    path("years/<int:year>/", years.year, name="year"),
    path("sites/", sites.sites, name="sites"),
    path("sites/<int:pk>/", sites.site, name="site"),
    path("gaps/<slug:what>/", sites.gaps, name="gaps"),
    path("places/", places.place_villages, name="points"),
    path("search/", sites.search, name="search"),
    path("dispatch/", reports.dispatch, name="dispatch"),
    path("figures/<str:key>/", reports.trace, name="trace"),
    path("bulletins/<str:month>/", reports.bulletin, name="bulletin"),
    path("bulletins/<str:month>/pdf/", reports.bulletin, {"format": "pdf"}, name="bulletin_pdf"),
    path("bulletins/<str:month>/docx/", reports.bulletin, {"format": "docx"}, name="bulletin_word"),
    path("bulletins/<str:month>/xlsx/", reports.bulletin, {"format": "xlsx"}, name="bulletin_excel"),
]
