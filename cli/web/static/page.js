// Moves the sliders, plays them, and keeps the page up to date. Every page works without it.
"use strict";

(() => {
  const PACE = 1400; // milliseconds between two steps of a play
  const PARTS = ["body > header", "main", "body > footer"]; // what is put in the place of another
  const said = () => document.getElementById("said");
  let loading = null;
  let playing = null;

  const say = (text) => { said().textContent = ""; said().textContent = text; };

  // By what a control is known again when the page shows another state.
  function nameOf(one) {
    const slider = one.closest("[data-slider]")?.dataset.slider;
    const said = slider ? one.className : one.dataset.act || one.pathname || one.textContent.trim();
    const place = one.closest("section")?.getAttribute("aria-labelledby");
    return [place, one.parentNode?.nodeName, one.nodeName, one.id, one.type, slider, said].join("|");
  }

  // Note what somebody is at, and give what brings them back to it: the focus, what was unfolded
  // and scrolled to, and what is typed; what the lens says where a slider was moved.
  function noted(moved) {
    const focused = document.activeElement;
    const name = nameOf(focused);
    const alike = () => [...document.querySelectorAll("a, button, input, select, summary, [tabindex]")]
      .filter((one) => nameOf(one) === name);
    const number = alike().indexOf(focused);
    const slider = focused.closest("[data-slider]")?.dataset.slider;
    const isText = focused.matches("input:not([type=range])");
    const caret = isText ? [focused.selectionStart, focused.selectionEnd] : null;
    const written = [...document.querySelectorAll("input[id], select[id]")].filter((one) =>
      !(moved && one.closest(".lens"))
      && (one.selectedOptions ? !one.selectedOptions[0]?.defaultSelected : one.value !== one.defaultValue));
    const folds = () => [...document.querySelectorAll("main details")];
    const unfolded = folds().filter((one) => one.open).map((one) => one.textContent.trim().slice(0, 40));
    const scrolls = () => [...document.querySelectorAll("main .scroll")];
    const scrolled = scrolls().map((one) => one.scrollLeft);
    return () => {
      for (const one of written) {
        const now = document.getElementById(one.id);
        if (now) now.value = one.value;
      }
      for (const one of folds()) one.open ||= unfolded.includes(one.textContent.trim().slice(0, 40));
      scrolls().forEach((one, index) => { one.scrollLeft = scrolled[index] ?? 0; });
      if (number < 0) return;
      const same = alike()[number] ?? alike().at(-1) ?? document.querySelector(`[data-slider="${slider}"] input[type=range]`);
      same?.focus({ preventScroll: true });
      if (caret && same) same.setSelectionRange(...caret);
    };
  }

  // Fetch an address of this page and put it in the place of what is shown.
  async function show(address, { moved = false } = {}) {
    loading?.abort();
    const mine = (loading = Object.assign(new AbortController(), { address, moved }));
    document.body.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: mine.signal, headers: { Accept: "text/html" } });
      const next = new DOMParser().parseFromString(await answer.text(), "text/html");
      const isPage = PARTS.every((part) => next.querySelector(part));
      // What somebody reads stays while the server has nothing better to say.
      if (!moved && (answer.status >= 500 || !isPage)) throw new Error(answer.status);
      // A refusal, or the form for the access code, is the browser's to show, as with a link.
      if (!isPage) { location.assign(address); return false; }
      const restore = noted(moved);
      // Around it, links and forms have the lens in their addresses, and the marking may be another.
      for (const part of PARTS)
        document.querySelector(part).replaceWith(next.querySelector(part));
      for (const name of ["live", "digest"]) {
        if (next.body.dataset[name] === undefined) delete document.body.dataset[name];
        else document.body.dataset[name] = next.body.dataset[name];
      }
      document.title = next.title;
      if (moved) history.replaceState(null, "", address);
      dress();
      restore();
      return true;
    } catch (error) {
      if (error.name !== "AbortError") say(said().dataset.lost);
      return false;
    } finally {
      if (loading === mine) { loading = null; document.body.removeAttribute("aria-busy"); }
    }
  }

  function addressOf(box, value) {
    const address = new URL(location.href);
    address.searchParams.set(box.dataset.slider, value);
    address.searchParams.set("step", box.dataset.slider);
    address.searchParams.delete("page");
    return address.href;
  }

  function stop() {
    if (playing === null) return;
    clearTimeout(playing.timer);
    playing = null;
    for (const button of document.querySelectorAll(".play")) button.textContent = button.dataset.play;
  }

  async function playOn(to) {
    const box = document.querySelector(`[data-slider="${playing?.name}"]`);
    const range = box?.querySelector("input[type=range]");
    if (!range || to > Number(range.max)) return stop();
    range.value = to;
    await move(box, range);
    if (playing === null) return;
    if (to >= Number(range.max)) stop();
    else playing.timer = setTimeout(playOn, PACE, to + 1);
  }

  function play(box) {
    const name = box.dataset.slider;
    const again = playing?.name === name;
    stop();
    if (again) return;
    const range = box.querySelector("input[type=range]");
    const at = Number(range.value);
    playing = { name, timer: null };
    mark();
    playOn(at >= Number(range.max) ? 0 : at + 1);
  }

  function mark() {
    for (const button of document.querySelectorAll(".play")) {
      const mine = button.closest("[data-slider]").dataset.slider === playing?.name;
      button.textContent = mine ? button.dataset.pause : button.dataset.play;
    }
  }

  function move(box, range) {
    const index = Number(range.value);
    const text = JSON.parse(range.dataset.texts)[index];
    range.setAttribute("aria-valuetext", text);
    box.querySelector(".stop").textContent = text;
    return show(addressOf(box, JSON.parse(range.dataset.values)[index]), { moved: true });
  }

  // What a page gets beyond its HTML: sliders that move, a button to play.
  function dress() {
    for (const box of document.querySelectorAll("[data-slider]")) {
      const range = box.querySelector("input[type=range]");
      if (Number(range.max) < 1) continue;
      const button = box.querySelector(".play");
      range.hidden = button.hidden = false;
      let later = null;
      range.addEventListener("input", () => {
        stop();
        clearTimeout(later);
        const text = JSON.parse(range.dataset.texts)[Number(range.value)];
        range.setAttribute("aria-valuetext", text);
        box.querySelector(".stop").textContent = text;
        later = setTimeout(() => move(box, range), 120);
      });
      button.addEventListener("click", () => play(box));
    }
    mark();
  }

  // New acts: the server says when this page would say something else.
  function listen() {
    let stream = null;
    let lost = false;
    const open = () => {
      stream?.close();
      const { live, digest } = document.body.dataset;
      if (!live || document.hidden) return;
      const address = new URL("/live", location.href);
      address.searchParams.set("page", new URL(live, location.href).pathname + location.search);
      address.searchParams.set("digest", digest);
      stream = new EventSource(address.href);
      stream.shown = location.search;
      stream.addEventListener("changed", async (event) => {
        if (event.data === document.body.dataset.digest || document.querySelector("form.record")) return;
        // A slider that was moved just now stays moved: what it asked for is asked for again.
        const { address, moved } = loading ?? { address: location.href, moved: false };
        if (await show(address, { moved })) say(said().dataset.more);
      });
      stream.addEventListener("open", () => { if (lost) { lost = false; say(""); } });
      stream.addEventListener("error", () => { if (!lost) { lost = true; say(said().dataset.lost); } });
    };
    open();
    // A slider that was moved is another page to listen to.
    new MutationObserver(() => { if (stream && stream.shown !== location.search) open(); })
      .observe(document.body, { childList: true });
    // A browser opens six connections to a server, however many tabs it shows of it.
    document.addEventListener("visibilitychange", () => { if (document.hidden) stream?.close(); else open(); });
    addEventListener("pagehide", () => stream?.close());
    addEventListener("pageshow", (event) => { if (event.persisted) open(); });
  }

  dress();
  listen();
})();
