"""The pages: server-rendered, usable without JavaScript. `app.make_app` is the public face; only `service` is called."""
