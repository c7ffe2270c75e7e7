-- After Quarto has made figures and tables: wide figures and tables scroll inside their place, with the keyboard as well.
if not quarto.doc.is_format('html') then return {} end

return {
  {
    Div = function(div)
      if div.attributes['aria-describedby'] then
        div.classes:insert('scroll')
        div.attributes.role = 'region'
        div.attributes.tabindex = '0'
        div.attributes['aria-labelledby'] = div.attributes['aria-describedby']
        div.attributes['aria-describedby'] = nil
        return div
      end
    end
  }
}
