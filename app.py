"""Builds the Chalice app and registers blueprints; no logic."""

from chalice.app import Chalice

from chalicelib.web import accounts, applicant, desk, handouts, organiser, public, sheets

app = Chalice(app_name="laurel")
app.api.binary_types = []
for blueprint in (public.bp, accounts.bp, handouts.bp, applicant.bp, desk.bp, organiser.bp, sheets.bp):
    app.register_blueprint(blueprint)
