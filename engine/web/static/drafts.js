"use strict";
// The form at the counter loses nothing: what was typed and stands still for a second is saved, also when the page is
// left, the session has ended or the network is away. It keeps nothing in the browser but the page itself.
(() => {
  const form = document.getElementById("form");
  const turn = document.getElementById("turn");
  const lost = document.getElementById("lost");
  const OFFLINE = "网络断开，内容留在本页，恢复后自动保存。";
  const TROUBLE = "服务器暂时没有回答，内容留在本页，过一会儿自动再保存。";
  let typed = form.dataset.unsaved ? 1 : 0; // counts changes; what is saved is saved up to one of them
  let saved = 0;
  let timer = 0;
  let busy = 0;
  let going = false;

  const unsaved = () => typed > saved;
  const next = () => (turn.value = String(Number(turn.value) + 1));
  const say = (text) => {
    if (lost.textContent !== text) lost.textContent = text;
    lost.hidden = !text;
  };
  const soon = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(keep, wait);
  };
  const done = (upTo) => {
    saved = Math.max(saved, upTo);
    say("");
  };

  // Saves without judging, so that nothing is complained of while somebody is typing it.
  function keep() {
    if (!unsaved() || going) return;
    if (busy) return soon(300);
    const where = { source: form, target: "#saved", swap: "none", values: { _quiet: "1" } };
    htmx.ajax("POST", `${form.getAttribute("action")}/check`, where).catch(() => {});
  }

  // Saves while the page is being left; whether it is saved now.
  async function flush() {
    if (!unsaved()) return true;
    const upTo = typed;
    next();
    const body = new URLSearchParams(new FormData(form));
    body.set("_quiet", "1");
    try {
      const answer = await fetch(`${form.getAttribute("action")}/check`, {
        method: "POST", body, keepalive: body.toString().length < 60000, headers: { "HX-Request": "true" },
      });
      if (answer.ok) done(upTo);
      else keep(); // the same once more, so that the answer is shown in its place
      return answer.ok;
    } catch {
      say(OFFLINE);
      soon(5000);
      return false;
    }
  }

  const changed = (event) => {
    if (event.target.name === "_hidden") return;
    typed += 1;
    soon(1000);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);

  form.addEventListener("htmx:configRequest", (event) => {
    event.detail.parameters._turn = next();
    event.detail.typed = typed;
  });
  form.addEventListener("htmx:beforeSend", () => (busy += 1));
  form.addEventListener("htmx:afterRequest", (event) => {
    busy = Math.max(0, busy - 1);
    const { xhr, successful, requestConfig } = event.detail;
    if (successful) return done(requestConfig.typed);
    if (xhr.status === 403 && xhr.getResponseHeader("X-Renewed")) soon(50); // signed in again: the form's token is new
    else if (xhr.status >= 500) {
      say(TROUBLE);
      soon(5000);
    }
  });
  form.addEventListener("htmx:sendError", () => {
    say(OFFLINE);
    soon(5000);
  });
  addEventListener("offline", () => say(OFFLINE));
  addEventListener("online", () => {
    say("");
    keep();
  });
  addEventListener("focus", keep); // back from signing in

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") flush();
    else keep();
  });
  addEventListener("pagehide", () => {
    if (!going) flush();
  });
  addEventListener("beforeunload", (event) => {
    if (going || !unsaved()) return;
    flush();
    event.preventDefault();
  });

  // A link or a button of this page waits for what is unsaved, and stays where it cannot be saved.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.target || link.getAttribute("href").startsWith("#") || !unsaved()) return;
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (await flush()) location.assign(link.href);
  });
  document.addEventListener("submit", async (event) => {
    const mine = event.submitter?.value?.startsWith("mine:");
    if (going || mine || !unsaved()) {
      if (event.target === form) next();
      going = true;
      setTimeout(() => (going = false), 3000); // an answer that is a file leaves the page where it is
      return;
    }
    event.preventDefault();
    if (!(await flush())) return;
    const button = document.getElementById(event.submitter?.id) || event.submitter; // it may have been swapped meanwhile
    if (!button?.disabled) event.target.requestSubmit(button);
  });

  // The acts stay the buttons they are, since one of them may be under a finger: only whether they are open changes.
  document.getElementById("acts").addEventListener("htmx:oobBeforeSwap", (event) => {
    if (event.target.id !== "acts") return;
    event.detail.shouldSwap = false;
    for (const fresh of event.detail.fragment.querySelectorAll("button")) {
      const button = document.getElementById(fresh.id);
      button.disabled = fresh.disabled;
      button.className = fresh.className;
    }
  });

  if (unsaved()) soon(300);
})();
