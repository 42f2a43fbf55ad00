"""The pages: server-rendered, usable without JavaScript.

`app.make_app` is the public face; what is done to a draft or a case is done by `service`.
"""
