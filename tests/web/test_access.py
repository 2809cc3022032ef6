"""Who may do what: every route, everybody who might ask, in one table.

A cell is the status that the column's person gets for the row's request, which is right in every other way. 401: not
signed in. 403: known, but not for this caller. 404: not to be known of. 409: somebody on the entry's way asks for a
step that is not theirs to take from here.

Columns: nobody; the entries' owner; another applicant of the county; a recommender of the county where they lie; a
colleague of the same desk; its parent, the city; a county beside it; a department; the organiser; a recommender and
an organiser of another authority, whose desk has the county's very code; a recommender of the county who must still
replace a one-time password; one whose account has been disabled; an agency that the call names, one of its experts,
and an observer, all of the authority.
"""

from collections.abc import Iterator

import pytest

from app import app
from chalicelib.web.http.endpoint import ENDPOINTS
from ops.local.engines import Engine
from tests.conftest import IN_PROCESS, Place, a_bucket, a_table
from tests.web.asking import ask
from tests.web.conftest import serve
from tests.web.stage import Snapshot, Stage, photographed, put_back, stage

TABLE = """
METHOD PATH                                               ON             nobody owner other own mate above beside dept org own2 org2 old out agency expert observer
GET    /calls                                                            200    200   200   200 200  200   200    200  200 200  200  200 200    200    200      200
GET    /calls/{call}                                                     200    200   200   200 200  200   200    200  200 200  200  200 200    200    200      200
GET    /calls/{call}/versions/{version}/tracks/{track}                   200    200   200   200 200  200   200    200  200 200  200  200 200    200    200      200
GET    /calls/{call}/tracks/{track}/form                                 200    200   200   200 200  200   200    200  200 200  200  200 200    200    200      200
GET    /calls/{call}/rules                                               200    200   200   200 200  200   200    200  200 200  200  200 200    200    200      200
GET    /calls/{call}/desks                                               200    200   200   200 200  200   200    200  200 200  200  200 200    200    200      200
GET    /address                                                          200    200   200   200 200  200   200    200  200 200  200  200 200    200    200      200
GET    /version                                                          200    200   200   200 200  200   200    200  200 200  200  200 200    200    200      200
GET    /openapi.json                                                     200    200   200   200 200  200   200    200  200 200  200  200 200    200    200      200
GET    /demo-accounts                                                    404    404   404   404 404  404   404    404  404 404  404  404 404    404    404      404
POST   /challenges                                                       201    201   201   201 201  201   201    201  201 201  201  201 201    201    201      201
POST   /sessions                                                         422    422   422   422 422  422   422    422  422 422  422  422 422    422    422      422
POST   /accounts                                                         422    422   422   422 422  422   422    422  422 422  422  422 422    422    422      422
DELETE /sessions/current                                                 401    204   204   204 204  204   204    204  204 204  204  204 401    204    204      204
GET    /sessions                                                         401    200   200   200 200  200   200    200  200 200  200  403 401    200    200      200
DELETE /sessions/{id}                                     @owner         401    204   204   204 204  204   204    204  204 204  204  403 401    204    204      204
GET    /accounts/me                                                      401    200   200   200 200  200   200    200  200 200  200  200 401    200    200      200
PATCH  /accounts/me                                                      401    200   200   200 200  200   200    200  200 200  200  403 401    200    200      200
PUT    /accounts/me/password                                             401    422   422   422 422  422   422    422  422 422  422  204 401    422    422      422
POST   /accounts/me/close                                                401    422   422   403 403  403   403    403  403 403  403  403 401    403    403      403
GET    /dossier                                                          401    200   200   200 200  200   200    200  200 200  200  403 401    403    403      403
PUT    /dossier                                                          401    200   200   200 200  200   200    200  200 200  200  403 401    403    403      403
GET    /messages                                                         401    200   200   200 200  200   200    200  200 200  200  403 401    200    200      200
GET    /messages/unread                                                  401    200   200   200 200  200   200    200  200 200  200  403 401    200    200      200
POST   /messages/{id}/read                                @message       401    204   404   404 404  404   404    404  404 404  404  403 401    404    404      404
POST   /messages/read-all                                                401    200   200   200 200  200   200    200  200 200  200  403 401    200    200      200
GET    /messages/ways                                                    401    200   200   200 200  200   200    200  200 200  200  403 401    200    200      200
PUT    /messages/ways                                                    401    200   200   200 200  200   200    200  200 200  200  403 401    200    200      200
POST   /messages/ways/codes                                              401    204   204   204 204  204   204    204  204 204  204  403 401    204    204      204

GET    /submissions                                                      401    200   200   200 200  200   200    200  403 200  403  403 401    403    403      403
POST   /submissions                                                      401    201   201   201 201  201   201    201  403 404  403  403 401    403    403      403
GET    /submissions/{submission}                          draft          401    200   404   404 404  404   404    404  404 404  404  403 401    403    403      403
GET    /submissions/{submission}                          pushed         401    200   404   200 200  404   404    404  200 404  404  403 401    403    403      403
GET    /submissions/{submission}                          returned       401    200   404   200 200  404   404    404  200 404  404  403 401    403    403      403
GET    /submissions/{submission}                          up             401    200   404   200 200  200   404    404  200 404  404  403 401    403    403      403
GET    /submissions/{submission}                          nominated      401    200   404   404 404  404   404    200  200 404  404  403 401    403    403      403
PUT    /submissions/{submission}/answers                  draft          401    200   404   404 404  404   404    404  403 404  403  403 401    403    403      403
PUT    /submissions/{submission}/answers                  pushed         401    409   404   404 404  404   404    404  403 404  403  403 401    403    403      403
DELETE /submissions/{submission}                          draft          401    204   404   404 404  404   404    404  403 404  403  403 401    403    403      403
DELETE /submissions/{submission}                          pushed         401    409   404   409 409  404   404    404  403 404  403  403 401    403    403      403
GET    /submissions/{submission}/desks                    draft          401    200   404   404 404  404   404    404  403 404  403  403 401    403    403      403
POST   /submissions/{submission}/check                    draft          401    200   404   404 404  404   404    404  403 404  403  403 401    403    403      403
POST   /submissions/{submission}/push                     draft          401    200   404   404 404  404   404    404  403 404  403  403 401    403    403      403
POST   /submissions/{submission}/push                     pushed         401    409   404   409 409  404   404    404  403 404  403  403 401    403    403      403
POST   /submissions/{submission}/ask-back                 pushed         401    200   404   409 409  404   404    404  403 404  403  403 401    403    403      403
POST   /submissions/{submission}/ask-back                 listed         401    200   404   409 409  404   404    404  403 404  403  403 401    403    403      403
POST   /submissions/{submission}/withdraw                 listed         401    200   404   409 409  404   404    404  403 404  403  403 401    403    403      403
POST   /submissions/{submission}/withdraw                 pushed         401    200   404   409 409  404   404    404  403 404  403  403 401    403    403      403
GET    /submissions/{submission}/history                  draft          401    200   404   404 404  404   404    404  404 404  404  403 401    403    403      403
GET    /submissions/{submission}/history                  pushed         401    200   404   200 200  404   404    404  200 404  404  403 401    403    403      403
GET    /submissions/{submission}/revisions/{n}            draft          401    404   404   404 404  404   404    404  404 404  404  403 401    403    403      403
GET    /submissions/{submission}/revisions/{n}            returned       401    200   404   200 200  404   404    404  200 404  404  403 401    403    403      403
GET    /submissions/{submission}/changes                  pushed         401    200   404   200 200  404   404    404  200 404  404  403 401    403    403      403
GET    /submissions/{submission}/linked                   draft          401    200   404   404 404  404   404    404  404 404  404  403 401    403    403      403
GET    /submissions/{submission}/linked                   pushed         401    200   404   200 200  404   404    404  200 404  404  403 401    403    403      403
GET    /submissions/{submission}/links                    draft          401    200   404   404 404  404   404    404  403 404  403  403 401    403    403      403
GET    /submissions/{submission}/link-requests            asked          401    200   404   404 404  404   404    404  403 404  403  403 401    403    403      403
POST   /submissions/{submission}/link-requests            linkable       401    204   404   404 404  404   404    404  403 404  403  403 401    403    403      403
PUT    /submissions/{submission}/link-requests/{linking}  asked          401    200   404   404 404  404   404    404  403 404  403  403 401    403    403      403
POST   /submissions/{submission}/attachments              draft          401    201   404   404 404  404   404    404  403 404  403  403 401    403    403      403
POST   /submissions/{submission}/attachments              pushed         401    409   404   404 404  404   404    404  403 404  403  403 401    403    403      403
POST   /submissions/{submission}/attachments/{attachment}/complete draft:arriving 401 200 404 404 404 404 404    404  403 404  403  403 401    403    403      403
DELETE /submissions/{submission}/attachments/{attachment} draft:file     401    200   404   404 404  404   404    404  403 404  403  403 401    403    403      403
DELETE /submissions/{submission}/attachments/{attachment} proven:frozen  401    409   404   404 404  404   404    404  403 404  403  403 401    403    403      403
GET    /submissions/{submission}/attachments/{attachment}/link draft:file    401 200  404   404 404  404   404    404  404 404  404  403 401    403    403      403
GET    /submissions/{submission}/attachments/{attachment}/link proven:frozen 401 200  404   200 200  404   404    404  200 404  404  403 401    403    403      403
GET    /submissions/{submission}/attachments/{attachment}/link pushed:frozen 401 404  404   404 404  404   404    404  404 404  404  403 401    403    403      403
GET    /submissions/{submission}/form                     draft          401    200   404   404 404  404   404    404  404 404  404  403 401    403    403      403
GET    /submissions/{submission}/form                     pushed         401    200   404   200 200  404   404    404  200 404  404  403 401    403    403      403
GET    /submissions/{submission}/form                     returned       401    200   404   200 200  404   404    404  200 404  404  403 401    403    403      403
GET    /submissions/{submission}/form                     up             401    200   404   200 200  200   404    404  200 404  404  403 401    403    403      403
GET    /filing-numbers/{number}                                          401    200   404   200 200  404   404    404  200 404  404  403 401    403    403      403

GET    /calls/{call}/desks/{desk}/submissions             county         401    403   403   200 200  403   403    403  403 404  404  403 401    403    403      403
GET    /calls/{call}/desks/{desk}/submissions             city           401    403   403   403 403  200   403    403  403 404  404  403 401    403    403      403
GET    /calls/{call}/desks/{desk}/submissions             organiser      401    403   403   403 403  403   403    403  200 404  404  403 401    403    403      403
POST   /submissions/{submission}/recommend                pushed         401    403   403   200 200  404   404    404  403 404  403  403 401    403    403      403
POST   /submissions/{submission}/recommend                up             401    403   403   409 409  200   404    404  403 404  403  403 401    403    403      403
POST   /submissions/{submission}/take-back                listed         401    403   403   200 200  404   404    404  403 404  403  403 401    403    403      403
POST   /submissions/{submission}/take-back                up             401    403   403   409 409  409   404    404  403 404  403  403 401    403    403      403
POST   /submissions/{submission}/decline                  pushed         401    403   403   200 200  404   404    404  403 404  403  403 401    403    403      403
POST   /submissions/{submission}/return                   pushed         401    403   403   200 200  404   404    404  409 404  404  403 401    403    403      403
POST   /submissions/{submission}/return                   up             401    403   403   409 409  200   404    404  409 404  404  403 401    403    403      403
POST   /submissions/{submission}/return                   nominated      401    403   403   404 404  404   404    409  200 404  404  403 401    403    403      403
POST   /submissions/{submission}/send-back                up             401    403   403   409 409  200   404    404  409 404  404  403 401    403    403      403
POST   /submissions/{submission}/send-back                nominated      401    403   403   404 404  404   404    409  200 404  404  403 401    403    403      403
PUT    /submissions/{submission}/mark                     draft          401    403   403   404 404  404   404    404  404 404  404  403 401    403    403      403
PUT    /submissions/{submission}/mark                     pushed         401    403   403   200 200  404   404    404  403 404  404  403 401    403    403      403
PUT    /submissions/{submission}/mark                     up             401    403   403   403 403  200   404    404  403 404  404  403 401    403    403      403

GET    /calls/{call}/desks/{desk}/lists/{track}           county         401    403   403   200 200  404   404    404  404 404  404  403 401    403    403      403
GET    /calls/{call}/desks/{desk}/lists/{track}           county/up      401    403   403   200 200  200   404    404  200 404  404  403 401    403    403      403
GET    /calls/{call}/desks/{desk}/lists/{track}           city           401    403   403   404 404  200   404    404  404 404  404  403 401    403    403      403
PUT    /calls/{call}/desks/{desk}/lists/{track}           county         401    403   403   200 200  403   403    403  403 404  403  403 401    403    403      403
POST   /calls/{call}/desks/{desk}/lists/{track}/report    county         401    403   403   200 200  403   403    403  403 404  403  403 401    403    403      403
POST   /calls/{call}/desks/{desk}/lists/{track}/reopen    county/up      401    403   403   403 403  200   403    403  403 404  404  403 401    403    403      403
POST   /calls/{call}/desks/{desk}/lists/{track}/reopen    dept           401    403   403   403 403  403   403    403  200 404  404  403 401    403    403      403
GET    /calls/{call}/desks/{desk}/lists/{track}/history   county         401    403   403   200 200  404   404    404  404 404  404  403 401    403    403      403
GET    /calls/{call}/desks/{desk}/lists/{track}/history   county/up      401    403   403   200 200  200   404    404  200 404  404  403 401    403    403      403
GET    /calls/{call}/desks/{desk}/lists/{track}/reports/{n} county/up    401    403   403   200 200  200   404    404  200 404  404  403 401    403    403      403
POST   /calls/{call}/desks/{desk}/lists/{track}/export    county         401    403   403   200 200  404   404    404  403 404  403  403 401    403    403      403
POST   /calls/{call}/desks/{desk}/lists/{track}/imports   county         401    403   403   201 201  403   403    403  403 404  403  403 401    403    403      403
POST   /calls/{call}/desks/{desk}/lists/{track}/imports/read county      401    403   403   409 409  403   403    403  403 404  403  403 401    403    403      403
POST   /calls/{call}/desks/{desk}/lists/{track}/reports/{n}/export county/up 401 403  403   200 200  200   404    404  200 404  404  403 401    403    403      403
POST   /calls/{call}/desks/{desk}/lists/{track}/reports/{n}/scans county/up 401 403   403   201 201  403   403    403  403 404  403  403 401    403    403      403
PUT    /calls/{call}/desks/{desk}/lists/{track}/reports/{n}/scan county/up 401  403   403   200 200  403   403    403  403 404  403  403 401    403    403      403
GET    /calls/{call}/desks/{desk}/lists/{track}/reports/{n}/scan county/up 401  403   403   200 200  200   404    404  200 404  404  403 401    403    403      403

GET    /calls/{call}/desks/{desk}/settings                county         401    403   403   200 200  200   403    403  200 404  404  403 401    403    403      403
GET    /calls/{call}/desks/{desk}/settings                city           401    403   403   200 200  200   200    403  200 404  404  403 401    403    403      403
PUT    /calls/{call}/desks/{desk}/settings                county         401    403   403   200 200  403   403    403  403 404  403  403 401    403    403      403
GET    /calls/{call}/desks/{desk}/progress                county         401    403   403   200 200  200   403    403  200 404  404  403 401    403    403      403
GET    /calls/{call}/desks/{desk}/progress                city           401    403   403   403 403  200   403    403  200 404  404  403 401    403    403      403
GET    /calls/{call}/desks/{desk}/statistics              county         401    403   403   200 200  200   403    403  200 404  404  403 401    403    403      403
GET    /calls/{call}/desks/{desk}/applicants              county         401    403   403   200 200  200   403    403  200 404  404  403 401    403    403      403
GET    /calls/{call}/desks/{desk}/applicants              city           401    403   403   403 403  200   403    403  200 404  404  403 401    403    403      403
POST   /calls/{call}/desks/{desk}/reminders               county         401    403   403   201 201  201   403    403  201 404  404  403 401    403    403      403

POST   /accounts/{id}/one-time-password                   @other         401    403   403   201 201  201   404    404  201 404  404  403 401    404    403      403
POST   /accounts/{id}/one-time-password                   @own           401    403   403   404 404  404   404    404  201 404  404  403 401    404    403      403
POST   /accounts/{id}/one-time-password                   @expert        401    403   403   404 404  404   404    404  201 404  404  403 401    201    403      403
GET    /accounts/{id}/history                             @other         401    404   200   200 200  200   404    404  200 404  404  403 401    404    404      404
GET    /accounts/{id}/history                             @own           401    404   404   200 404  404   404    404  200 404  404  403 401    404    404      404
GET    /accounts/{id}/history                             @expert        401    404   404   404 404  404   404    404  200 404  404  403 401    200    200      404
POST   /accounts/{id}/disable                             @other         401    403   403   403 403  403   403    403  200 403  404  403 401    404    403      403
POST   /accounts/{id}/disable                             @own           401    403   403   403 403  403   403    403  200 403  404  403 401    404    403      403
POST   /accounts/{id}/disable                             @own2          401    403   403   403 403  403   403    403  404 403  200  403 401    404    403      403
POST   /accounts/{id}/disable                             @expert        401    403   403   403 403  403   403    403  200 403  404  403 401    200    403      403
POST   /accounts/{id}/enable                              @other         401    403   403   403 403  403   403    403  200 403  404  403 401    404    403      403
POST   /accounts/{id}/enable                              @expert        401    403   403   403 403  403   403    403  200 403  404  403 401    200    403      403
GET    /calls/{call}/accounts                                            401    403   403   403 403  403   403    403  200 403  404  403 401    403    403      403
GET    /calls/{call}/accounts                             expert         401    403   403   403 403  403   403    403  200 403  404  403 401    200    403      403
POST   /calls/{call}/accounts                                            401    403   403   403 403  403   403    403  201 403  404  403 401    422    403      403
POST   /calls/{call}/accounts                             expert         401    403   403   403 403  403   403    403  201 403  404  403 401    201    403      403
POST   /calls/{call}/accounts/import                                     401    403   403   403 403  403   403    403  201 403  404  403 401    422    403      403
POST   /calls/{call}/accounts/import                      expert         401    403   403   403 403  403   403    403  201 403  404  403 401    201    403      403
GET    /calls/{call}/progress                                            401    403   403   403 403  403   403    403  200 403  404  403 401    403    403      403
GET    /calls/{call}/submissions                                         401    403   403   403 403  403   403    403  200 403  404  403 401    403    403      403
GET    /calls/{call}/extensions                                          401    200   200   200 200  200   200    200  200 404  404  403 401    403    403      403
POST   /calls/{call}/extensions                                          401    403   403   403 403  403   403    403  201 403  404  403 401    403    403      403
POST   /submissions/{submission}/late-pass                draft          401    403   403   403 403  403   403    403  201 403  404  403 401    403    403      403
POST   /submissions/{submission}/late-pass                pushed         401    403   403   403 403  403   403    403  201 403  404  403 401    403    403      403
GET    /calls/{call}/juries/{track}/{stage}/draw                               rolled    404    404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
POST   /calls/{call}/juries/{track}/{stage}/draw/commit                        rolled    401    403 403 403 403 403 403 403 409 403 404 403 401 409 403 403
POST   /calls/{call}/juries/{track}/{stage}/draw/reveal                        rolled    401    403 403 403 403 403 403 403 409 403 404 403 401 409 403 403
POST   /calls/{call}/juries/{track}/{stage}/draw/replace                       rolled    401    403 403 403 403 403 403 403 409 403 404 403 401 409 403 403
POST   /calls/{call}/juries/{track}/{stage}/assignment                         rolled    401    403 403 403 403 403 403 403 409 403 404 403 401 409 403 403
POST   /calls/{call}/juries/{track}/{stage}/assignment/change                  rolled    401    403 403 403 403 403 403 403 409 403 404 403 401 409 403 403
POST   /calls/{call}/juries/{track}/{stage}/draw/witness                       rolled    401    403 403 403 403 403 403 403 403 403 403 403 401 403 403 409
POST   /calls/{call}/juries/{track}/{stage}/jury                               rolled    401    403 403 403 403 403 403 403 409 403 404 403 401 403 403 403
GET    /calls/{call}/juries/{track}/{stage}/assignment                         rolled    401    403 403 403 403 403 403 403 404 403 404 403 401 404 403 404
POST   /calls/{call}/juries/{track}/{stage}/tally         judged         401    403 403 403 403 403 403 403 200 403 404 403 401 403 403 403
GET    /calls/{call}/juries/{track}/{stage}/tally         judged         401    403 403 403 403 403 403 403 200 403 404 403 401 200 403 200
GET    /calls/{call}/juries/{track}/{stage}/marks         judged         401    403 403 403 403 403 403 403 200 403 404 403 401 200 403 200
POST   /calls/{call}/juries/{track}/{stage}/tally/export  judged         401    403 403 403 403 403 403 403 200 403 404 403 401 200 403 200
POST   /calls/{call}/juries/{track}/{stage}/strike        judged         401    403 403 403 403 403 403 403 204 403 404 403 401 403 403 403
POST   /calls/{call}/juries/{track}/{stage}/reconsider    judged         401    403 403 403 403 403 403 403 204 403 404 403 401 403 403 403
GET    /calls/{call}/juries/{track}/{stage}/ballot        judged         401    403 403 403 403 403 403 403 200 403 404 403 401 200 403 200
PUT    /calls/{call}/juries/{track}/{stage}/ballot        judged         401    403 403 403 403 403 403 403 200 403 404 403 401 403 403 403
POST   /calls/{call}/juries/{track}/{stage}/ballot/scans  judged         401    403 403 403 403 403 403 403 201 403 404 403 401 403 403 403
GET    /calls/{call}/juries/{track}/{stage}/ballot/scan   judged         401    403 403 403 403 403 403 403 200 403 404 403 401 200 403 200
GET    /reading/{call}/{track}/{stage}/{entry}/others     judged         401    403 403 403 403 403 403 403 403 403 403 403 401 403 404 403
GET    /calls/{call}/selection/{track}                    judged         401    403 403 403 403 403 403 403 200 403 404 403 401 403 403 200
PUT    /calls/{call}/selection/{track}                    judged         401    403 403 403 403 403 403 403 200 403 404 403 401 403 403 403
POST   /calls/{call}/selection/{track}/propose            judged         401    403 403 403 403 403 403 403 200 403 404 403 401 403 403 403
POST   /calls/{call}/selection/{track}/confirm            judged         401    403 403 403 403 403 403 403 200 403 404 403 401 403 403 403
GET    /calls/{call}/selection/{track}/opinions/{entry}   judged         401    403 403 403 403 403 403 403 200 403 404 403 401 403 403 200
GET    /calls/{call}/public-notices                        judged         401    403 403 403 403 403 403 403 200 403 404 403 401 403 403 200
POST   /calls/{call}/public-notices                        judged         401    403 403 403 403 403 403 403 422 403 404 403 401 403 403 403
POST   /calls/{call}/public-notices/confirm                judged         401    403 403 403 403 403 403 403 409 403 404 403 401 403 403 403
POST   /calls/{call}/public-notices/{n}/objections        judged         422 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422
POST   /calls/{call}/objections/complete                  judged         200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
POST   /calls/{call}/objections/tickets                   judged         200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
POST   /calls/{call}/objections/follow                    judged         200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
GET    /calls/{call}/objections                           judged         401    403 403 403 403 403 403 403 200 403 404 403 401 403 403 200
GET    /calls/{call}/objections/to-answer                 judged         401    403 403 200 200 200 200 200 403 404 403 403 401 403 403 403
GET    /calls/{call}/objections/{objection}/files/{file}/link filed          401    403 403 403 403 403 403 403 200 403 404 403 401 403 403 200
POST   /calls/{call}/objections/{objection}/take          filed          401    403 403 403 403 403 403 403 200 403 404 403 401 403 403 403
POST   /calls/{call}/objections/{objection}/refuse        filed          401    403 403 403 403 403 403 403 200 403 404 403 401 403 403 403
POST   /calls/{call}/objections/{objection}/answer        taken          401    403 403 200 200 404 404 404 200 404 404 403 401 403 403 403
POST   /calls/{call}/objections/{objection}/rule          taken          401    403 403 403 403 403 403 403 200 403 404 403 401 403 403 403
POST   /calls/{call}/objections/{objection}/rule/confirm  taken          401    403 403 403 403 403 403 403 409 403 404 403 401 403 403 403
GET    /calls/{call}/results                              judged         401    403 403 403 403 403 403 403 200 403 404 403 401 403 403 200
POST   /calls/{call}/results                              judged         401    403 403 403 403 403 403 403 409 403 404 403 401 403 403 403
POST   /calls/{call}/results/confirm                      judged         401    403 403 403 403 403 403 403 409 403 404 403 401 403 403 403
GET    /reading                                                          401    403 403 403 403 403 403 403 403 403 403 403 401 403 200 403
GET    /reading/{call}/{track}/{stage}/{entry}            jury           401    403 403 403 403 403 403 403 403 403 403 403 401 403 200 403
GET    /reading/{call}/{track}/{stage}/{entry}/files/{id} jury           401    403 403 403 403 403 403 403 403 403 403 403 401 403 404 403
PUT    /reading/{call}/{track}/{stage}/{entry}/sheet      jury           401    403 403 403 403 403 403 403 403 403 403 403 401 403 409 403
POST   /reading/{call}/{track}/{stage}/{entry}/sheet/submit jury           401    403 403 403 403 403 403 403 403 403 403 403 401 403 409 403
POST   /reading/{call}/{track}/{stage}/{entry}/decline    jury           401    403 403 403 403 403 403 403 403 403 403 403 401 403 409 403
GET    /calls/{call}/juries/{track}/{stage}/progress      jury           401    403 403 403 403 403 403 403 200 403 404 403 401 200 403 200
POST   /calls/{call}/juries/{track}/{stage}/open          jury/next      401    403 403 403 403 403 403 403 204 403 404 403 401 403 403 403
POST   /calls/{call}/juries/{track}/{stage}/open          jury           401    403 403 403 403 403 403 403 409 403 404 403 401 403 403 403
POST   /calls/{call}/juries/{track}/{stage}/seal          jury           401    403 403 403 403 403 403 403 204 403 404 403 401 403 403 403
POST   /calls/{call}/juries/{track}/{stage}/seal/confirm  jury           401    403 403 403 403 403 403 403 409 403 404 403 401 403 403 403
POST   /calls/{call}/juries/{track}/{stage}/experts/{id}/sheets/{entry}/reopen jury           401    403 403 403 403 403 403 403 204 403 404 403 401 403 403 403

GET    /calls/{call}/experts                                             401    403   403   403 403  403   403    403  200 403  404  403 401    200    403      200
PUT    /experts/{id}/profile                              @expert        401    403   403   403 403  403   403    403  200 403  404  403 401    200    403      403
PUT    /experts/{id}/profile                              @own           401    403   403   403 403  403   403    403  404 403  404  403 401    404    403      403
GET    /experts/me                                                       401    403   403   403 403  403   403    403  403 403  403  403 401    403    200      403
PUT    /experts/me/recusals                                              401    403   403   403 403  403   403    403  403 403  403  403 401    403    200      403
PUT    /experts/{id}/recusals                             @expert        401    403   403   403 403  403   403    403  200 403  404  403 401    403    403      403
POST   /submissions/{submission}/ask-recusal              draft          401    409   404   404 404  404   404    404  403 404  403  403 401    403    403      403
POST   /submissions/{submission}/ask-recusal              kept           401    200   404   404 404  404   404    404  403 404  403  403 401    403    403      403
POST   /submissions/{submission}/ask-recusal              pushed         401    409   404   404 404  404   404    404  403 404  403  403 401    403    403      403
GET    /submissions/{submission}/recusal-request          pushed         401    200   404   200 200  404   404    404  200 404  404  403 401    403    403      403
GET    /submissions/{submission}/recusal-request          unwanted       401    200   404   200 200  404   404    404  200 404  404  403 401    403    403      403
POST   /submissions/{submission}/recusal-word             unwanted       401    403   403   200 200  404   404    404  403 404  403  403 401    403    403      403
POST   /submissions/{submission}/rule-recusal             unwanted       401    403   403   403 403  403   403    403  200 403  404  403 401    403    403      403
GET    /calls/{call}/recusal-requests                                    401    403   403   403 403  403   403    403  200 403  404  403 401    200    403      200
GET    /calls/{call}/juries/{track}/{stage}/clashes                      401    403   403   403 403  403   403    403  200 403  404  403 401    200    403      200
GET    /calls/{call}/season                                              401    403   403   403 403  403   403    403  200 403  404  403 401    200    403      200
POST   /calls/{call}/juries/{track}/{stage}/reminders     jury           401    403   403   403 403  403   403    403  201 403  404  403 401    201    403      403

GET    /calls/{call}/juries/{track}/{stage}/roll          rolled         401 403 403 403 403 403 403 403 200 403 404 403 401    403    403      403
GET    /calls/{call}/juries/{track}/{stage}/roll/lists/{desk} rolled         401 403 403 403 403 403 403 403 200 403 404 403 401    403    403      403
PUT    /calls/{call}/juries/{track}/{stage}/roll/checks   rolled         401 403 403 403 403 403 403 403 204 403 404 403 401    403    403      403
POST   /calls/{call}/juries/{track}/{stage}/roll          rolled         401 403 403 403 403 403 403 403 200 403 404 403 401    403    403      403
GET    /calls/{call}/juries/{track}/{stage}/rules         rolled         401 403 403 403 403 403 403 403 200 403 404 403 401    403    403      403
POST   /calls/{call}/juries/{track}/{stage}/rules         rolled         401 403 403 403 403 403 403 403 200 403 404 403 401    403    403      403
POST   /submissions/{submission}/ask-correction           nominated      401 403 403 403 403 403 403 403 200 403 404 403 401    403    403      403
POST   /submissions/{submission}/ask-correction           pushed         401 403 403 403 403 403 403 403 409 403 404 403 401    403    403      403
POST   /submissions/{submission}/correct                  correcting     401 200 404 404 404 404 404 404 403 404 403 403 401    403    403      403
POST   /submissions/{submission}/correct                  nominated      401 409 404 404 404 404 404 404 403 404 403 403 401    403    403      403
GET    /submissions/{submission}/exclusion                admitted       401 403 403 403 403 403 403 403 200 403 404 403 401    403    403      403
POST   /submissions/{submission}/exclude                  admitted       401 403 403 403 403 403 403 403 200 403 404 403 401    403    403      403
POST   /submissions/{submission}/exclude                  nominated      401 403 403 403 403 403 403 403 409 403 404 403 401    403    403      403
POST   /submissions/{submission}/exclude/confirm          admitted       401 403 403 403 403 403 403 403 409 403 404 403 401    403    403      403
"""


def _rows() -> Iterator[tuple[str, str, str, dict[str, int]]]:
    """(method, path, what it is on, person → status)"""
    heading, *lines = [line.split() for line in TABLE.splitlines() if line]
    people = heading[3:]
    for line in filter(None, lines):
        method, path, *on = line[: -len(people)]
        yield method, path, " ".join(on), dict(zip(people, map(int, line[-len(people) :]), strict=True))


ROWS = list(_rows())


def test_every_route_is_in_the_table_and_nothing_else() -> None:
    served = {(method, path) for path, methods in app.routes.items() for method in methods}
    assert {(method, path) for method, path, _, _ in ROWS} == served
    assert {(e.method, e.path) for e in ENDPOINTS} == served


@pytest.fixture(scope="module")
def played(dynamodb_local: Engine) -> Iterator[tuple[Stage, Place, Snapshot]]:
    """The season, played once, with its attachments on moto; each test puts back what it changed.

    moto copies its whole table for each transaction, which would take most of the time here.
    """
    with IN_PROCESS, pytest.MonkeyPatch.context() as patch:
        made = a_table(dynamodb_local)
        table = next(made)
        here = stage(table, a_bucket(None))
        serve(here.world, patch)
        yield here, table, photographed(table)
        made.close()


@pytest.mark.engine
@pytest.mark.parametrize(
    ("method", "path", "on", "expected"), ROWS, ids=[f"{m} {p} on {o or 'nothing'}" for m, p, o, _ in ROWS]
)
def test_each_asks_and_is_answered_as_the_table_says(
    played: tuple[Stage, Place, Snapshot],
    method: str,
    path: str,
    on: str,
    expected: dict[str, int],
) -> None:
    here, table, before = played
    put_back(table, before)
    refused = {who: status for who, status in expected.items() if status >= 400}
    allowed = {who: status for who, status in expected.items() if status < 400}

    assert {who: ask(here, method, path, on, who).status for who in refused} == refused
    assert photographed(table) == before, "a refusal wrote something"

    answered = {}
    for who in allowed:
        answered[who] = ask(here, method, path, on, who).status
        if method != "GET":
            put_back(table, before)
    assert answered == allowed
