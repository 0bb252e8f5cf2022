// Draws figures from <script type="application/json"> with Plotly; colours come from the tokens of the theme.
(function () {
  "use strict";
  const PAPER = 640; // pixels of a chart on A4
  const OPTIONS = { displayModeBar: false, responsive: true, scrollZoom: false };

  function token(name) {
    return window.getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function recolour(figure) {
    figure.data.forEach(function (trace) {
      const colour = trace.meta && trace.meta.token && token(trace.meta.token);
      if (!colour) return;
      trace.line = Object.assign({}, trace.line, { color: colour });
      trace.marker = Object.assign({}, trace.marker, { color: colour });
    });
    const layout = figure.layout;
    (layout.annotations || []).forEach(function (note) { note.font.color = token(note.name); });
    (layout.shapes || []).forEach(function (shape) { shape.line.color = token(shape.name); });
    ["xaxis", "yaxis"].forEach(function (name) {
      layout[name].tickfont.color = token("--rt-muted");
      layout[name].gridcolor = token("--rt-grid");
    });
    layout.hoverlabel = { bgcolor: token("--rt-surface"), bordercolor: token("--rt-line"), font: { color: token("--rt-text") } };
    return figure;
  }

  function narrow(figure, place) {
    if (place.clientWidth >= 480) return figure;
    figure.layout.margin = { l: 36, r: 92, t: 12, b: 32 };
    figure.layout.xaxis.nticks = 4;
    return figure;
  }

  function draw(place) {
    const source = document.getElementById(place.dataset.figure);
    if (!source || !window.Plotly) return;
    place.dataset.drawn = "";
    const figure = narrow(recolour(JSON.parse(source.textContent)), place);
    window.Plotly.react(place, figure.data, figure.layout, OPTIONS);
  }

  function drawAll() {
    document.querySelectorAll("[data-figure]").forEach(draw);
  }

  // Paper is narrower than the window: charts are drawn to its width and back.
  function fit(width) {
    document.querySelectorAll("[data-figure][data-drawn]").forEach(function (place) {
      window.Plotly.relayout(place, width ? { width: width } : { width: null, autosize: true });
    });
  }

  window.addEventListener("beforeprint", function () { fit(PAPER); });
  window.addEventListener("afterprint", function () { fit(null); });
  document.addEventListener("DOMContentLoaded", drawAll);
  document.addEventListener("htmx:afterSwap", drawAll);
  document.addEventListener("retained:theme", drawAll);
})();
