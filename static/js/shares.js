// Shows each weight in per cent of the sum while it is typed; the server says it again on saving.
(() => {
  const form = document.querySelector("[data-shares]");
  if (!form) return;

  const points = (input) => {
    const value = Number(input.value);
    return input.value !== "" && Number.isFinite(value) && value > 0 ? value : 0;
  };

  const show = () => {
    const inputs = [...form.querySelectorAll("[data-weight]")];
    const sum = inputs.reduce((total, input) => total + points(input), 0);
    for (const input of inputs) {
      const share = input.closest("fieldset").querySelector("[data-share]");
      if (input.value === "" || !sum) share.textContent = "";
      else share.textContent = `${Number(((100 * points(input)) / sum).toFixed(1))}\u00a0%`;
    }
  };

  form.addEventListener("input", show);
})();
