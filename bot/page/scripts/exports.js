// Save the conversation or its sources: the server writes the text, the browser keeps the file.
async function saveExport(server, kind, exchanges, say) {
  if (!exchanges.length) return say('There is no answer to save yet.');
  const made = await server.export_conversation({
    kind, exchanges: exchanges.map(({ question, text, citations }) => ({ question, text, citations })),
  });
  if (made.error) return say(made.error);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([made.text], { type: made.media_type }));
  link.download = made.name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  say(`Saved as ${made.name}.`);
}
