// The conversation, kept in this browser and nowhere else. A browser may refuse (private window, frame of another
// site): the page then works without, and says so.
function createMemory(key) {
  const most = 40; // exchanges that are kept

  function load() {
    try {
      const kept = JSON.parse(localStorage.getItem(key) || '[]');
      return Array.isArray(kept) ? kept.filter(isExchange).slice(-most) : [];
    } catch {
      return []; // nothing readable was kept
    }
  }

  function isExchange(kept) {
    return kept && ['id', 'question', 'html'].every((field) => typeof kept[field] === 'string');
  }

  // Whether all of it, or as much as there was room for, is kept.
  function save(exchanges) {
    for (let kept = exchanges.slice(-most); ; kept = kept.slice(1)) {
      try {
        if (kept.length) localStorage.setItem(key, JSON.stringify(kept));
        else localStorage.removeItem(key);
        return kept.length > 0 || exchanges.length === 0;
      } catch (error) {
        if (error.name !== 'QuotaExceededError' || kept.length === 0) return false;
      }
    }
  }

  return { load, save };
}
