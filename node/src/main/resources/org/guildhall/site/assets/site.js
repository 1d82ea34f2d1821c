// An enhancement only: everything here works without it.
"use strict";

// Preview while writing: the text is rendered by the server, exactly as it will be shown.
for (const area of document.querySelectorAll("textarea[data-preview]")) {
  const form = area.form;
  const preview = document.getElementById(area.dataset.preview);
  const target = preview && preview.querySelector(".prose");
  if (!form || !target) continue;
  let timer = 0;
  let shown = area.value;
  let running = null;
  const render = async () => {
    if (area.value === shown) return;
    shown = area.value;
    if (running) running.abort();
    running = new AbortController();
    try {
      const body = new URLSearchParams({ csrf: form.elements.csrf.value, text: area.value });
      const answer = await fetch("/preview", { method: "POST", body, signal: running.signal });
      if (!answer.ok) return;
      target.innerHTML = await answer.text();
      preview.hidden = area.value.trim() === "";
    } catch (stopped) {
      // A newer text is on its way, or the network is gone; the form still works.
    }
  };
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(render, 400);
  });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.querySelector("button[value=post]").click();
    }
  });
}

// One press instead of a visit to the preferences: light or dark.
for (const link of document.querySelectorAll("a[data-theme-switch]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link";
  button.textContent = link.dataset.themeSwitch;
  const place = document.createElement("p");
  place.append(button);
  link.parentElement.after(place);
  button.addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    document.cookie = `theme=${root.dataset.theme}; Path=/; Max-Age=31536000; SameSite=Lax`;
  });
}

// What went wrong is read first.
const problem = document.getElementById("problem");
if (problem) problem.focus();
