-- After Quarto has made figures and tables: braces are braces again (see quarto.lua), and wide figures and tables scroll
-- inside their place, with the keyboard as well.

local function unmask(text) return (text:gsub('\u{E000}', '{'):gsub('\u{E001}', '}')) end

local function unmask_text(element)
  element.text = unmask(element.text)
  return element
end

local function unmask_attributes(element)
  for name, value in pairs(element.attributes) do element.attributes[name] = unmask(value) end
  return element
end

local function division(div)
  if quarto.doc.is_format('html') then div.attributes.alt = nil end -- a picture's text, that Quarto repeats on its box
  if quarto.doc.is_format('html') and div.attributes['aria-describedby'] then
    div.classes:insert('scroll')
    div.attributes.role = 'region'
    div.attributes.tabindex = '0'
    div.attributes['aria-labelledby'] = div.attributes['aria-describedby']
    div.attributes['aria-describedby'] = nil
  end
  return unmask_attributes(div)
end

-- The Typst page works out the columns' widths, and where a table may be cut.
local function grid(element)
  if not quarto.doc.is_format('typst') then return nil end
  local options = pandoc.WriterOptions({wrap_text = 'none'})
  local written = pandoc.write(pandoc.Pandoc({element}), 'typst', options)
  return pandoc.RawBlock('typst', (written:gsub('^#table%(', '#report-table(')))
end

return {
  {
    Str = unmask_text,
    RawInline = unmask_text,
    RawBlock = unmask_text,
    Image = unmask_attributes,
    Div = division,
    Table = grid,
  }
}
