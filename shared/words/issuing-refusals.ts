import type { Sentences } from './sentence.ts';

/** From the signature to the archive: signing, numbering, sealing, dispatch, filing. */
export const vi = {
  'document.not-approved':
    'Văn bản chưa được duyệt nên chưa ký ban hành được. Người có thẩm quyền ký phải duyệt bản thảo trước.',
  'document.prepared-for-other-text':
    'Nội dung hoặc thẩm quyền ký đã thay đổi sau khi chuẩn bị trang ký. Hãy mở lại văn bản, xem nội dung hiện tại và ký lại.',
  'document.no-certificate':
    'Chưa có chứng thư số còn hiệu lực cho {name}. Hãy đề nghị quản trị đăng ký chứng thư trước khi ký.',
  'document.no-signature-image':
    'Chưa có hình ảnh chữ ký của {name}. Hãy đề nghị quản trị đăng ký ảnh PNG nền trong suốt, màu xanh trước khi ký.',
  'document.timestamp-unavailable':
    'Máy chủ cấp dấu thời gian không trả lời nên chưa ký. Không có chữ ký nào được lưu; hãy thử lại sau ít phút.',
  'document.unprintable-text':
    'Văn bản có ký tự không in được bằng phông chữ quy định: {characters}. Hãy thay các ký tự này.',
  'document.not-waiting-for-the-clerk': 'Văn bản không ở bước chờ văn thư phát hành.',
  'document.not-the-clerk': 'Chỉ văn thư của cơ quan ban hành được làm việc này.',
  'document.not-signed': 'Văn bản chưa có chữ ký của người có thẩm quyền nên chưa được cấp số, đóng dấu.',
  'document.signer-cannot-seal': 'Người ký văn bản không tự cấp số và đóng dấu chính văn bản đó.',
  'document.already-numbered': 'Văn bản đã được cấp số {display}.',
  'document.sealed-cannot-be-voided':
    'Văn bản đã ký số của cơ quan thì không hủy số được. Hãy ban hành văn bản thay thế, đính chính hoặc thu hồi.',
  'document.has-no-number': 'Văn bản không ở trạng thái đã cấp số, chờ đóng dấu.',
  'document.not-sealed': 'Văn bản chưa có chữ ký số của cơ quan.',
  'document.not-issued': 'Văn bản chưa được phát hành.',
  'document.nothing-to-retry': 'Không có bước phát hành nào đang mắc để chạy lại.',
  'register.no-series': 'Không có dãy số này, hoặc loại văn bản chưa được gán vào dãy số nào của cơ quan ban hành.',
  'register.not-the-clerk': 'Chỉ văn thư của cơ quan được mở sổ đăng ký văn bản đi.',
  'register.already-open': 'Sổ đăng ký năm {year} của dãy số này đã mở.',
  'register.other-year': 'Chỉ mở được sổ của năm hiện tại, không mở sổ năm {year}.',
  'register.not-opened':
    'Dãy số {series} chưa mở sổ đăng ký năm {year}. Văn thư phải mở sổ với số bắt đầu, căn cứ và người duyệt.',
  'register.closed': 'Sổ đăng ký năm {year} đã khóa.',
  'register.date-goes-back':
    'Ngày ban hành {today} sớm hơn ngày của số liền trước ({last}). Số và ngày trong sổ phải theo đúng thứ tự thời gian.',
  'delivery.outside': 'Nơi nhận này ở ngoài hệ thống, văn thư ghi việc gửi và bằng chứng.',
  'delivery.inside': 'Nơi nhận này ở trong hệ thống, văn bản đã được chuyển tới sổ của đơn vị.',
  'delivery.not-your-registry': 'Chỉ văn thư hoặc lãnh đạo của đơn vị nhận được tiếp nhận và chuyển văn bản này.',
  'delivery.already-received': 'Văn bản đã được {by} tiếp nhận.',
  'delivery.not-received': 'Phải tiếp nhận văn bản trước khi chuyển tiếp.',
  'delivery.unit-not-inside': 'Chỉ chuyển tiếp trong nội bộ đơn vị nhận.',
  'delivery.not-sent': 'Chưa ghi việc gửi văn bản này.',
  'delivery.date-out-of-range': 'Ngày ghi nhận phải từ ngày ban hành (hoặc ngày gửi) đến hôm nay.',
  'dossier.already-open': 'Hồ sơ {notation} đã được mở.',
  'dossier.not-your-unit': 'Chỉ người của đơn vị được mở hồ sơ trong danh mục của đơn vị.',
  'dossier.not-open': 'Hồ sơ {dossier} chưa được mở nên chưa lập hồ sơ cho văn bản được.',
  'procedure.not-yours': 'Chỉ người đứng đầu hoặc quản trị hệ thống được thay đổi quy trình.',
  'procedure.starts-in-the-past': 'Quy trình mới phải có hiệu lực từ hôm nay trở đi.',
  'procedure.must-end-with-the-signer': 'Quy trình phải kết thúc bằng đúng một bước duyệt của người ký văn bản.',
  'procedure.checks-missing': 'Quy trình phải có bước kiểm tra nội dung và bước kiểm tra thể thức.',
  'document.not-yours-to-open': 'Bạn không có thẩm quyền thay đổi quyền xem văn bản này.',
  'document.grant-needs-second-person': 'Không tự cấp hoặc tự xác nhận quyền cho chính mình: cần người thứ hai.',
  'document.already-granted': 'Người hoặc đơn vị này đã có quyền xem.',
  'document.no-such-grant': 'Không có quyền xem như vậy trên văn bản.',
  'document.grant-already-confirmed': 'Thay đổi quyền xem này đã được xác nhận.',
  'document.too-many-units': 'Mỗi đợt lấy ý kiến nhiều nhất {most} đơn vị. Hãy chia thành nhiều đợt.',
  'document.file-not-uploaded': 'Tệp {name} chưa được tải lên, hoặc không đúng kích thước và mã băm đã khai.',
  'document.file-type-refused': 'Loại tệp {type} không được phép đính kèm.',
  'organisation.not-set-up': 'Hệ thống chưa được thiết lập cơ cấu tổ chức.',
  'organisation.no-position': '{name} không giữ chức vụ nào trong ngày hôm nay, hoặc không giữ chức vụ đã chọn.',
} as const satisfies Sentences;

export const en = {
  'document.not-approved':
    'The draft has not been approved, so it cannot be signed yet. Whoever will sign must approve it first.',
  'document.prepared-for-other-text':
    'The text or the signing capacity changed after the page was prepared. Open the document again, read it and sign again.',
  'document.no-certificate': '{name} has no valid certificate. Ask the administrator to enrol one before signing.',
  'document.no-signature-image':
    'There is no signature image of {name}. Ask the administrator to enrol a transparent blue PNG before signing.',
  'document.timestamp-unavailable':
    'The timestamp authority did not answer, so nothing was signed or stored. Please try again in a few minutes.',
  'document.unprintable-text':
    'The document has characters that the prescribed font cannot print: {characters}. Please replace them.',
  'document.not-waiting-for-the-clerk': 'The document is not waiting for the clerk.',
  'document.not-the-clerk': 'Only the clerk of the issuing agency may do this.',
  'document.not-signed': 'The competent person has not signed the document, so it cannot be numbered or sealed.',
  'document.signer-cannot-seal': 'Whoever signed a document may not number and seal it.',
  'document.already-numbered': 'The document already has the number {display}.',
  'document.sealed-cannot-be-voided':
    'A sealed document keeps its number. Issue a replacement or a correction, or recall it.',
  'document.has-no-number': 'The document is not numbered and waiting for its seal.',
  'document.not-sealed': 'The document has no agency seal yet.',
  'document.not-issued': 'The document has not been issued.',
  'document.nothing-to-retry': 'No step of issuing is stuck.',
  'register.no-series': 'There is no such number series, or this type belongs to none of the issuer.',
  'register.not-the-clerk': 'Only the clerk of the agency may open a register.',
  'register.already-open': 'The register of {year} is already open.',
  'register.other-year': 'Only the register of the current year can be opened, not that of {year}.',
  'register.not-opened':
    'Series {series} has no register for {year}. The clerk must open it with its first number, basis and approver.',
  'register.closed': 'The register of {year} is closed.',
  'register.date-goes-back':
    'The date {today} is before that of the previous number ({last}). Numbers and dates run in order.',
  'delivery.outside': 'This recipient is outside the system: the clerk records how it was sent.',
  'delivery.inside': 'This recipient is inside the system: the document is in its registry.',
  'delivery.not-your-registry':
    'Only the clerk or a leader of the receiving unit may receive or hand on this document.',
  'delivery.already-received': '{by} has already received the document.',
  'delivery.not-received': 'Receive the document before handing it on.',
  'delivery.unit-not-inside': 'It can be handed on only inside the receiving unit.',
  'delivery.not-sent': 'Its sending has not been recorded.',
  'delivery.date-out-of-range': 'The date must lie between the issue (or sending) and today.',
  'dossier.already-open': 'Dossier {notation} is already open.',
  'dossier.not-your-unit': 'Only people of the unit may open its dossiers.',
  'dossier.not-open': 'Dossier {dossier} has not been opened, so the document cannot be filed.',
  'procedure.not-yours': 'Only the head or an administrator may change a procedure.',
  'procedure.starts-in-the-past': 'A new procedure starts today or later.',
  'procedure.must-end-with-the-signer': 'A procedure ends with exactly one approval, by the signatory.',
  'procedure.checks-missing': 'A procedure needs a check of content and a check of format.',
  'document.not-yours-to-open': 'You may not change who reads this document.',
  'document.grant-needs-second-person': 'Nobody grants or confirms access for themselves: a second person is needed.',
  'document.already-granted': 'This person or unit may already read it.',
  'document.no-such-grant': 'There is no such access on this document.',
  'document.grant-already-confirmed': 'This change of access has been confirmed.',
  'document.too-many-units': 'One round asks at most {most} units. Please split it.',
  'document.file-not-uploaded': 'The file {name} has not been uploaded, or differs from the size and hash declared.',
  'document.file-type-refused': 'Files of type {type} may not be attached.',
  'organisation.not-set-up': 'The organisation has not been set up.',
  'organisation.no-position': '{name} holds no position today, or not the chosen one.',
} as const satisfies Record<keyof typeof vi, string>;
